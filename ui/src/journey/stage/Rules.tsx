import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery, keepPreviousData } from "@tanstack/react-query";
import { useId } from "react";
import { call } from "../../api/client";
import { reportOptions } from "../../api/reports";
import { offerUndo } from "../../app/Toast";
import { useWords } from "../../app/words";
import type { Json, Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { YamlField } from "../../programmes/fields/YamlField";
import { stagesOf } from "../design/cells";
import { useMap } from "../design/MapContext";
import { NumberField, PlainField } from "../design/PanelField";
import { readRule, writeRule, type EventRule } from "./rule";

interface Props {
  document: Mapping;
  stage: string;
  rules: Json[];
  change: (rules: Json[]) => void;
}

/** The rules by which people come to a stage: each in words, and in fields where it is of an event. */
export function Rules({ document, stage, rules, change }: Props) {
  const { t, text } = useWords();
  const { edits } = useMap();
  const events = useQuery(reportOptions).data?.events ?? [];
  const said = useQuery({
    queryKey: ["journey", "rules", rules],
    queryFn: ({ signal }) => call<(LocalText | null)[]>("POST", "/api/journey/rules", { rules }, signal),
    enabled: rules.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  }).data;
  const names = useId();
  const set = (index: number, rule: Json) => change(rules.map((each, place) => (place === index ? rule : each)));
  return (
    <section className="stack">
      <h3>{t("stage.rules")}</h3>
      {rules.length === 0 && <p className="quiet">{t("stage.noRules")}</p>}
      <datalist id={names}>
        {events.map(({ value }) => (
          <option key={value} value={value} />
        ))}
      </datalist>
      {rules.map((rule, index) => {
        const read = readRule(rule);
        return (
          <fieldset key={index} className="arm-fields stack" disabled={!edits}>
            <legend>{t("rule.nth", { n: index + 1 })}</legend>
            <p dir="auto">{said?.[index] ? text(said[index]) : <span className="bad">{t("rule.unreadable")}</span>}</p>
            <details open={!said?.[index] && said !== undefined}>
              <summary className="small">{t("rule.edit")}</summary>
              <div className="stack" style={{ paddingTop: "0.6rem" }}>
                {read ? (
                  <RuleFields document={document} stage={stage} rule={read} names={names} change={(next) => set(index, writeRule(next))} />
                ) : (
                  <YamlField label={t("rule.yaml")} value={rule} change={(next) => next !== undefined && set(index, next)} rows={4} />
                )}
                <div>
                  <Button
                    size="compact-sm"
                    variant="default"
                    onClick={() => {
                      change(rules.filter((_, place) => place !== index));
                      offerUndo(t("rule.removed"), () => change(rules));
                    }}
                  >
                    {t("rule.remove")}
                  </Button>
                </div>
              </div>
            </details>
          </fieldset>
        );
      })}
      {edits && (
        <div className="row">
          <Button size="sm" variant="default" onClick={() => change([...rules, { event: events[0]?.value ?? "Page Viewed" }])}>
            {t("rule.addEvent")}
          </Button>
          <Button size="sm" variant="default" onClick={() => change([...rules, { inactive: events[0]?.value ?? "Page Viewed", for: "90d", from: "any" }])}>
            {t("rule.addSilence")}
          </Button>
        </div>
      )}
    </section>
  );
}

function RuleFields({ document, stage, rule, names, change }: { document: Mapping; stage: string; rule: EventRule; names: string; change: (rule: EventRule) => void }) {
  const { t, text } = useWords();
  const others = stagesOf(document).filter(({ key }) => key !== stage);
  const from = rule.from.length === 1 ? rule.from[0]! : "several";
  return (
    <>
      <TextInput label={t(rule.kind === "event" ? "rule.event" : "rule.silent")} list={names} value={rule.event} maxLength={200} onChange={(event) => change({ ...rule, event: event.currentTarget.value })} />
      {rule.kind === "event" ? (
        <>
          <div className="pair">
            <NumberField label={t("rule.times")} least={1} most={1_000_000} whole value={rule.times} change={(times) => change({ ...rule, times: times ?? 1 })} />
            {rule.times > 1 && <PlainField label={t("rule.within")} description={t("rule.lengthLike")} value={rule.within} change={(within) => change({ ...rule, within: within ?? "" })} />}
          </div>
          <YamlField label={t("rule.where")} description={t("rule.whereLike")} rows={2} value={rule.where ?? undefined} change={(where) => change({ ...rule, where: (where as Mapping | undefined) ?? null })} />
        </>
      ) : (
        <PlainField label={t("rule.for")} description={t("rule.lengthLike")} value={rule.within} change={(within) => change({ ...rule, within: within ?? "" })} />
      )}
      <NativeSelect
        label={t("rule.from")}
        value={from}
        onChange={(event) => event.currentTarget.value !== "several" && change({ ...rule, from: [event.currentTarget.value] })}
        data={[
          { value: "earlier", label: t("rule.earlier") },
          { value: "any", label: t("rule.any") },
          { value: "none", label: t("rule.none") },
          ...others.map((each) => ({ value: String(each.key), label: text((each.name ?? each.key) as LocalText) })),
          ...(from === "several" ? [{ value: "several", label: rule.from.join(", ") }] : []),
        ]}
      />
    </>
  );
}
