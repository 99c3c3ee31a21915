import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { addImprovement, findings, type Finding, type Improvement, type NewMetric } from "../api/improve";
import { Card } from "./Card";
import type { Go } from "./ImproveScreen";

/** Frictions of the four kinds, and those that the data proposes. */
export function Frictions({ items, all, go }: { items: Improvement[]; all: Improvement[]; go: Go }) {
  const { t } = useWords();
  const proposed = useQuery(findings);
  const edits = useEdits();
  return (
    <section className="stack" aria-labelledby="frictions-heading">
      <div>
        <h2 id="frictions-heading">{t("frictions.heading")}</h2>
        <p className="small quiet">{t("frictions.what")}</p>
      </div>
      {items.length === 0 && <p className="quiet small">{t("frictions.none")}</p>}
      <p className="small">
        {t("frictions.onMap")}{" "}
        <Link to="/journey" search={{ mode: "optimise" }}>
          {t("frictions.toMap")}
        </Link>
      </p>
      <ul className="plain cards cards-wide">
        {items.map((item) => (
          <Card key={item.id} item={item} all={all} go={go} />
        ))}
      </ul>
      {proposed.data && proposed.data.length > 0 && (
        <div className="card stack" style={{ gap: "0.6rem" }}>
          <h3>{t("frictions.fromData")}</h3>
          <ul className="plain stack" style={{ gap: "0.75rem" }}>
            {proposed.data.map((each) => (
              <Proposal key={each.code} finding={each} edits={edits} go={go} />
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function Proposal({ finding, edits, go }: { finding: Finding; edits: boolean; go: Go }) {
  const { t, text } = useWords();
  const client = useQueryClient();
  const making = useMutation({
    mutationFn: () =>
      addImprovement({
        kind: "friction",
        source: "data",
        friction: finding.friction,
        title: text(finding.title),
        text: text(finding.text),
        stage: finding.stage,
        arrow: finding.arrow,
        touchpoint: finding.touchpoint,
        metric: finding.metric as unknown as NewMetric | null,
      }),
    onSuccess: async (made) => {
      await Promise.all([client.invalidateQueries({ queryKey: ["improvements"] }), client.invalidateQueries({ queryKey: findings.queryKey })]);
      announce(t("improve.added", { title: made.title }));
      go({ open: String(made.id) });
    },
  });
  return (
    <li className="proposal">
      <div>
        <strong>{text(finding.title)}</strong>
        <span className="under small quiet">{text(finding.text)}</span>
      </div>
      {edits && (
        <Button size="compact-sm" variant="default" loading={making.isPending} onClick={() => making.mutate()} aria-label={`${t("frictions.make")}: ${text(finding.title)}`}>
          {t("frictions.make")}
        </Button>
      )}
      {making.error && <Failure error={making.error} />}
    </li>
  );
}
