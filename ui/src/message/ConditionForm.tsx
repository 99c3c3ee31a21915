import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { writing } from "../api/writing";
import type { HomeStage, Writing } from "../api/types";
import type { About, Condition } from "./condition";

export const ABOUT: About[] = ["segment", "stage", "orders", "silence", "language", "trait", "known"];
const STARTS: Record<About, Condition> = {
  segment: { about: "segment", value: "" },
  stage: { about: "stage", value: "" },
  orders: { about: "orders", value: "1" },
  silence: { about: "silence", value: "90" },
  language: { about: "language", value: "en" },
  trait: { about: "trait", name: "", value: "" },
  known: { about: "known", value: ["person", "first_name"].join(".") },
};
const traitsOf = (found: Writing | undefined) => (found?.variables ?? []).filter(({ name }) => name.startsWith("trait.")).map(({ name }) => name.slice("trait.".length));

/** A condition of a kind as it begins: with the first of what there is. */
export function begun(about: About, stages: readonly Pick<HomeStage, "key">[], found: Writing | undefined): Condition {
  if (about === "segment") return { about, value: found?.segments[0]?.key ?? "" };
  if (about === "stage") return { about, value: stages[0]?.key ?? "" };
  return about === "trait" ? { ...STARTS.trait, name: traitsOf(found)[0] ?? "" } : STARTS[about];
}

/** To whom the blocks after it are shown. */
export function ConditionForm({ of: condition, change }: { of: Condition; change: (next: Condition) => void }) {
  const { t } = useWords();
  const stages = useQuery(home).data?.stages ?? [];
  const found = useQuery(writing).data;
  return (
    <div className="pair">
      <NativeSelect
        label={t("shownIf.about")}
        value={condition.about}
        data={ABOUT.map((each) => ({ value: each, label: t(`shownIf.${each}`) }))}
        onChange={(event) => change(begun(event.currentTarget.value as About, stages, found))}
      />
      <ConditionValue of={condition} change={change} />
    </div>
  );
}

/** Which segment, stage, number … */
export function ConditionValue({ of: condition, change }: { of: Condition; change: (next: Condition) => void }) {
  const { t, text } = useWords();
  const stages = useQuery(home).data?.stages ?? [];
  const found = useQuery(writing).data;
  const { about, value } = condition;
  const say = (next: string) => change({ ...condition, value: next });
  const choice = (label: string, data: { value: string; label: string }[]) => (
    <NativeSelect label={label} value={value} data={data.some((each) => each.value === value) ? data : [{ value, label: value || "–" }, ...data]} onChange={(event) => say(event.currentTarget.value)} />
  );
  const known = (found?.variables ?? []).filter(({ own, name }) => own && !name.startsWith("history."));
  return (
    <>
      {about === "segment" && choice(t("shownIf.segmentIs"), (found?.segments ?? []).map(({ key, name }) => ({ value: key, label: text(name) })))}
      {about === "stage" && choice(t("shownIf.stageIs"), stages.map(({ key, name }) => ({ value: key, label: text(name) })))}
      {(about === "orders" || about === "silence") && <TextInput type="number" min={0} label={t(`shownIf.${about}Is`)} value={value} onChange={(event) => say(event.currentTarget.value)} />}
      {about === "language" && choice(t("shownIf.languageIs"), [{ value: "fi", label: t("step.inFinnish") }, { value: "en", label: t("step.inEnglish") }])}
      {about === "known" && choice(t("shownIf.knownIs"), known.map(({ name }) => ({ value: name, label: t(`variable.${name.replace(/\./g, "_")}`, { defaultValue: name }) })))}
      {about === "trait" && (
        <>
          <NativeSelect label={t("shownIf.traitName")} value={condition.name} data={[...new Set([condition.name ?? "", ...traitsOf(found)])]} onChange={(event) => change({ ...condition, name: event.currentTarget.value })} />
          <TextInput label={t("shownIf.traitIs")} value={value} onChange={(event) => say(event.currentTarget.value)} />
        </>
      )}
    </>
  );
}
