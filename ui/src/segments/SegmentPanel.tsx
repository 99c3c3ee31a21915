import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { Problems } from "../app/Problems";
import { useEdits } from "../app/role";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { ApiProblem } from "../api/client";
import { counting, removeSegment, saveSegment, segment as one, type Segment } from "../api/segments";
import type { Json } from "../draft/json";
import { YamlField } from "../programmes/fields/YamlField";
import { Builder } from "./Builder";
import { blankRule, keyOf, read, unfinished, write, writeRule } from "./segmentForm";
import { UsedBy } from "./UsedBy";

/** A condition with its live count and sample people while it is edited. */
export function SegmentPanel({ segment, all, close }: { segment: Segment | null; all: Segment[]; close: () => void }) {
  const { t, text } = useWords();
  const client = useQueryClient();
  const edits = useEdits();
  const [name, setName] = useState(segment ? text(segment.name) : "");
  const [condition, setCondition] = useState<Json>(segment ? (segment.condition as Json) : writeRule(blankRule()));
  const page = useQuery({ ...one(segment?.key ?? ""), enabled: segment !== null }).data;
  const built = read(condition);
  const [way, setWay] = useState<"builder" | "yaml">(built ? "builder" : "yaml");
  const key = segment?.key ?? keyOf(name);
  const taken = segment === null && all.some((each) => each.key === key);
  const renew = () => client.invalidateQueries({ queryKey: ["segments"] });
  const body = { key, name: segment && name === text(segment.name) ? segment.name : name.trim(), description: segment?.description ?? undefined, condition };
  const saving = useMutation({
    mutationFn: () => saveSegment(key, body, segment === null ? 0 : (page?.edition ?? null)),
    onSuccess: async () => {
      announce(t("segments.saved", { name }));
      await renew();
      close();
    },
  });
  const removing = useMutation({
    mutationFn: () => removeSegment(key),
    onSuccess: async () => {
      offerUndo(t("segments.removed", { name }), () => void saveSegment(key, body, 0).then(renew));
      await renew();
      close();
    },
  });
  const refusal = removing.error instanceof ApiProblem && removing.error.status === 409;
  return (
    <SidePanel title={segment ? text(segment.name) : t("segments.new")} close={close}>
      <div className="stack">
        <TextInput
          label={t("segments.name")}
          value={name}
          maxLength={80}
          readOnly={!edits}
          error={taken ? t("segments.taken") : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SegmentedControl
          size="sm"
          aria-label={t("segments.way")}
          value={way}
          onChange={(value) => setWay(value as typeof way)}
          data={[
            { value: "builder", label: t("segments.builder") },
            { value: "yaml", label: "YAML" },
          ]}
        />
        <fieldset className="plain-set stack" disabled={!edits}>
          {way === "builder" && built && <Builder built={built} change={(next) => setCondition(next.rules.length ? write(next) : {})} />}
          {way === "builder" && !built && <p className="quiet">{t("segments.tooRich")}</p>}
          {way === "yaml" && <YamlField label={t("segments.condition")} description={t("condition.like")} value={condition} change={(next) => setCondition(next ?? {})} rows={8} />}
        </fieldset>
        <Count condition={condition} />
        {page && page.problems.length > 0 && <Problems of={page.problems} />}
        {segment && segment.used_by.length > 0 && (
          <section>
            <h3>{t("segments.usedBy")}</h3>
            <UsedBy of={segment.used_by} />
          </section>
        )}
        {saving.error && <Failure error={saving.error} />}
        {removing.error && <Failure error={removing.error} />}
        {refusal && segment && <UsedBy of={segment.used_by} />}
        {edits && (
          <div className="row spread">
            <Button disabled={!name.trim() || !key || taken || unfinished(condition)} loading={saving.isPending} onClick={() => saving.mutate()}>
              {t("segments.save")}
            </Button>
            {segment && (
              <Button variant="default" loading={removing.isPending} onClick={() => removing.mutate()}>
                {t("segments.remove")}
              </Button>
            )}
          </div>
        )}
      </div>
    </SidePanel>
  );
}

function Count({ condition }: { condition: Json }) {
  const { t, text, textLang, counted } = useWords();
  const [asked] = useDebouncedValue(condition, 300);
  const empty = unfinished(asked);
  const answer = useQuery({ ...counting(asked), enabled: !empty });
  const found = empty ? undefined : answer.data;
  return (
    <section className="live-count" aria-live="polite" aria-busy={answer.isFetching}>
      {empty && <p className="quiet">{t("condition.empty")}</p>}
      {answer.error && !empty && <Failure error={answer.error} />}
      {found && found.problems.length > 0 && <Problems of={found.problems} />}
      {found && found.problems.length === 0 && (
        <>
          {found.words && <p lang={textLang(found.words)}>{text(found.words)}</p>}
          {found.people !== null && <p className="count-now number">{counted("condition.meet", found.people)}</p>}
          {found.sample.length > 0 && (
            <p className="small">
              {t("segments.sample")}{" "}
              {found.sample.map(({ person, id, name }, index) => (
                <span key={person}>
                  {index > 0 && ", "}
                  <Link to="/people/$person" params={{ person }}>
                    {name ?? id}
                  </Link>
                </span>
              ))}
            </p>
          )}
        </>
      )}
    </section>
  );
}
