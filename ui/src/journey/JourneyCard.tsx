import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Failure } from "../app/Answer";
import { useEdits } from "../app/role";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { beginJourney, deleteJourney, journeyHealth, journeyPage, journeys } from "../api/journeys";
import { home } from "../api/queries";
import type { JourneyRow } from "../api/types";
import { DriftLine } from "./DriftLine";

interface Props {
  of: JourneyRow;
  copy: () => void;
}

/** One journey among the others: what it is for, how well it is, and whether it runs. */
export function JourneyCard({ of: row, copy }: Props) {
  const { t, text, counted, percent, calendarDay } = useWords();
  const client = useQueryClient();
  const edits = useEdits();
  const health = useQuery({ ...journeyHealth(row.key), enabled: row.running });
  const people = useQuery({ ...home, enabled: row.running }).data?.people;
  const again = () => client.invalidateQueries({ queryKey: journeys.queryKey });
  const removing = useMutation({
    mutationFn: async () => {
      const { body } = await client.fetchQuery({ ...journeyPage(row.key), staleTime: 0 });
      await deleteJourney(row.key);
      return body;
    },
    onSuccess: async (body) => {
      client.removeQueries({ queryKey: journeyPage(row.key).queryKey });
      await again();
      offerUndo(t("journeys.deleted", { name: text(row.name) }), () => void beginJourney({ key: row.key, body }).then(again));
    },
  });
  const { error, warning } = row.problems;
  const filled = row.completeness;
  const about = [
    row.owner && t("journeyHead.owner", { name: text(row.owner) }),
    row.version !== null && t("journeyHead.version", { n: row.version }),
    row.draft_differs && t("journeyHead.differs"),
  ]
    .filter(Boolean)
    .join(" · ");
  return (
    <li className="card stack journey-card" data-stale={row.stale.stale}>
      <div className="row spread">
        <h2 dir="auto">
          <Link to="/journey" search={{ journey: row.running ? undefined : row.key, mode: row.running ? undefined : "design" }}>
            {text(row.name)}
          </Link>
        </h2>
        <span className="pill small" data-state={row.running ? "live" : "draft"}>
          {t(row.running ? "journeyHead.running" : "journeyHead.drawn")}
        </span>
      </div>
      <p className={row.goal ? "" : "quiet"} dir="auto">
        {row.goal ? t("journeys.goal", { name: text(row.goal) }) : t("journeys.noGoal")}
      </p>
      <dl className="journey-facts small">
        <dt>{t("journeys.stages")}</dt>
        <dd className="number">{row.stages}</dd>
        {row.running && (
          <>
            <dt>{t("journeys.people")}</dt>
            <dd className="number">{people === undefined ? "–" : counted("unit.people", people)}</dd>
          </>
        )}
        <dt>{t("journeys.complete")}</dt>
        <dd className="number">{filled ? t("journeys.filled", { share: percent(filled.filled / filled.total), filled: filled.filled, total: filled.total }) : t("journeys.notFilled")}</dd>
        <dt>{t("journeys.problems")}</dt>
        <dd className={error > 0 ? "bad" : ""}>
          {error + warning === 0 ? t("journeys.noProblems") : [error > 0 && counted("journeys.errors", error), warning > 0 && counted("journeys.warnings", warning)].filter(Boolean).join(", ")}
        </dd>
        {row.running && (
          <>
            <dt>{t("journeys.drift")}</dt>
            <dd>{health.data?.drift ? <DriftLine of={health.data.drift} /> : "–"}</dd>
          </>
        )}
        <dt>{t("journeys.reviewed")}</dt>
        <dd className={row.stale.stale ? "stale" : ""}>
          {row.stale.last_reviewed ? calendarDay(row.stale.last_reviewed) : t("journeys.never")}
          {row.stale.stale && ` · ${t("journeys.staleWord")}`}
        </dd>
      </dl>
      {about && (
        <p className="quiet small" dir="auto">
          {about}
        </p>
      )}
      {edits && (
        <div className="row">
          <Button size="compact-sm" variant="default" onClick={copy}>
            {t("journeys.copy")}
            <span className="unseen">: {text(row.name)}</span>
          </Button>
          {!row.running && (
            <Button size="compact-sm" variant="subtle" loading={removing.isPending} onClick={() => removing.mutate()}>
              {t("journeys.delete")}
              <span className="unseen">: {text(row.name)}</span>
            </Button>
          )}
        </div>
      )}
      {removing.error && <Failure error={removing.error} />}
    </li>
  );
}
