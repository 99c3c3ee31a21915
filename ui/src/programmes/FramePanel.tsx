import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { TongueControl } from "../draft/TongueControl";
import { home, session } from "../api/queries";
import { segments } from "../api/segments";
import { Docked } from "./Docked";
import { type ProgrammeDocument } from "./document";
import { put, type Json, type Path } from "../draft/json";
import { ConditionField } from "./fields/ConditionField";
import { EventField } from "./fields/EventField";
import { mapping, string } from "./fields/Fields";
import { Length } from "./fields/Length";
import { Spoken } from "../draft/Spoken";
import { YamlField } from "./fields/YamlField";
import { startOf, triggerKind, TRIGGERS } from "./frame";
import type { Tongue } from "../draft/localText";
import type { Draft } from "./useDraft";

/** What stands around the steps: name, stage, who comes in and when again, goal, exits, holdout, priority. */
export function FramePanel({ draft, document, close }: { draft: Draft; document: ProgrammeDocument; close: () => void }) {
  const { t, text, language } = useWords();
  const ours: Tongue = useQuery(session).data?.language === "en" ? "en" : "fi";
  const [tongue, setTongue] = useState<Tongue>(language);
  const stages = useQuery(home).data?.stages ?? [];
  const change = (path: Path, value: Json | undefined) => draft.change(put(document, path, value), path.join("/"));
  const problems = draft.page.problems.filter(({ params }) => typeof params.node !== "string");
  const spoken = (name: string, label: string, lines?: number) => (
    <Spoken label={label} value={document[name]} tongue={tongue} home={ours} lines={lines} change={(value) => change([name], value)} />
  );
  const number = (name: string, label: string, description: string) => (
    <TextInput
      label={label}
      description={description}
      inputMode="numeric"
      value={string(document[name])}
      onChange={(event) => change([name], event.currentTarget.value.trim() === "" ? undefined : Math.trunc(Number(event.currentTarget.value)) || 0)}
    />
  );
  return (
    <Docked title={t("frame.heading")} close={close}>
      <div className="stack">
        {problems.length > 0 && <Problems of={problems} where={false} />}
        <TongueControl tongue={tongue} set={setTongue} />
        {spoken("name", t("frame.name"))}
        {spoken("description", t("frame.description"), 3)}
        <NativeSelect
          label={t("frame.stage")}
          value={string(document.stage)}
          onChange={(event) => change(["stage"], event.currentTarget.value || undefined)}
          data={[{ value: "", label: t("frame.noStage") }, ...stages.map(({ key, name }) => ({ value: key, label: text(name) }))]}
        />
        <Trigger asks label={t("frame.entry")} value={document.entry} kinds={["event", "stage", "segment", "schedule", "audience"]} change={(value) => change(["entry"], value)} />
        <Reentry value={document.reentry} change={(value) => change(["reentry"], value)} />
        <Trigger label={t("frame.goal")} value={document.goal} kinds={["none", "event", "stage"]} change={(value) => change(["goal"], value)} />
        <Exits value={document.exits} change={(value) => change(["exits"], value)} />
        {number("holdout", t("frame.holdout"), t("frame.holdoutWhat"))}
        {number("priority", t("frame.priority"), t("frame.priorityWhat"))}
        <TextInput label={t("frame.purpose")} description={t("frame.purposeWhat")} value={string(document.purpose)} onChange={(event) => change(["purpose"], event.currentTarget.value || undefined)} />
      </div>
    </Docked>
  );
}

function Trigger({
  label,
  value,
  kinds,
  change,
  asks = false,
}: {
  label: string;
  value: Json | undefined;
  kinds: (typeof TRIGGERS)[number][];
  change: (value: Json | undefined) => void;
  /** An entry may ask more of the person. */
  asks?: boolean;
}) {
  const { t, text } = useWords();
  const stages = useQuery(home).data?.stages ?? [];
  const saved = useQuery(segments).data ?? [];
  const kind = triggerKind(value);
  const whole = mapping(typeof value === "string" ? { event: value } : value);
  const choose = (name: "stage" | "segment", choices: { value: string; label: string }[]) => (
    <NativeSelect
      label={t(`trigger.${name}`)}
      value={string(whole[name])}
      onChange={(event) => change({ ...whole, [name]: event.currentTarget.value })}
      data={[{ value: "", label: t("trigger.choose") }, ...choices]}
    />
  );
  return (
    <fieldset className="arm-fields stack">
      <legend>{label}</legend>
      <NativeSelect
        aria-label={label}
        value={kind}
        onChange={(event) => change(startOf(event.currentTarget.value as (typeof TRIGGERS)[number]))}
        data={kinds.map((each) => ({ value: each, label: t(`triggerKind.${each}`) }))}
      />
      {kind === "event" && (
        <EventField
          label={t("trigger.event")}
          event={string(whole.event)}
          name={(event) => change({ ...whole, event })}
          where={whole.where}
          test={(where) => change(put(whole, ["where"], where))}
        />
      )}
      {kind === "stage" && choose("stage", stages.map(({ key, name }) => ({ value: key, label: text(name) })))}
      {kind === "segment" && choose("segment", saved.map(({ key, name }) => ({ value: key, label: text(name) })))}
      {asks && kind !== "none" && kind !== "audience" && (
        <details open={whole.if !== undefined}>
          <summary>{t("frame.entryIf")}</summary>
          <ConditionField label={t("frame.entryIf")} value={whole.if} change={(next) => change(put(whole, ["if"], next))} />
        </details>
      )}
      {kind === "audience" && (
        <ConditionField label={t("frame.entryIf")} value={mapping(whole.audience).if} change={(next) => change(put(whole, ["audience", "if"], next))} />
      )}
      {kind !== "none" && (
        <details open={kind === "schedule" || kind === "audience"}>
          <summary>{t("trigger.details")}</summary>
          <YamlField label={t("trigger.yaml")} description={t("trigger.like")} value={whole} change={change} rows={3} />
        </details>
      )}
    </fieldset>
  );
}

/** Events and stages that take a person out at once; the last, empty one asks for another. */
function Exits({ value, change }: { value: Json | undefined; change: (value: Json | undefined) => void }) {
  const { t } = useWords();
  const exits = Array.isArray(value) ? value : [];
  const set = (next: Json[]) => change(next.length === 0 ? undefined : next);
  return (
    <fieldset className="plain-set stack" style={{ gap: "0.5rem" }}>
      <legend>
        <strong>{t("frame.exits")}</strong>
      </legend>
      {exits.map((each, index) => (
        <Trigger
          key={index}
          label={t("frame.exit", { n: index + 1 })}
          value={each}
          kinds={["none", "event", "stage"]}
          change={(next) => set(next === undefined ? exits.filter((_, at) => at !== index) : exits.map((old, at) => (at === index ? next : old)))}
        />
      ))}
      <div>
        <Button size="compact-sm" variant="default" onClick={() => set([...exits, { stage: "" }])}>
          {t("frame.addExit")}
        </Button>
      </div>
    </fieldset>
  );
}

function Reentry({ value, change }: { value: Json | undefined; change: (value: Json | undefined) => void }) {
  const { t } = useWords();
  const mode = typeof value === "string" ? value : mapping(value).after ? "after" : "never";
  return (
    <>
      <NativeSelect
        label={t("frame.reentry")}
        value={mode}
        onChange={(event) => change(event.currentTarget.value === "after" ? { after: "30d" } : event.currentTarget.value)}
        data={(["never", "always", "after"] as const).map((each) => ({ value: each, label: t(`reentry.${each}`) }))}
      />
      {mode === "after" && <Length label={t("reentry.length")} value={string(mapping(value).after)} change={(after) => after && change({ after })} />}
    </>
  );
}
