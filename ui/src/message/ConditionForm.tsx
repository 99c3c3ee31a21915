import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { writing } from "../api/writing";
import type { About, Condition } from "./condition";

const ABOUT: About[] = ["stage", "orders", "silence", "language", "trait", "known"];
const STARTS: Record<About, Condition> = {
  stage: { about: "stage", value: "" },
  orders: { about: "orders", value: "1" },
  silence: { about: "silence", value: "90" },
  language: { about: "language", value: "en" },
  trait: { about: "trait", name: "", value: "" },
  known: { about: "known", value: ["person", "first_name"].join(".") },
};

/** To whom a block is shown. */
export function ConditionForm({ of: condition, change }: { of: Condition; change: (next: Condition) => void }) {
  const { t, text } = useWords();
  const stages = useQuery(home).data?.stages ?? [];
  const variables = useQuery(writing).data?.variables ?? [];
  const traits = variables.filter(({ name }) => name.startsWith("trait."));
  const { about, value } = condition;
  const say = (next: string) => change({ ...condition, value: next });
  const choice = (label: string, data: { value: string; label: string }[]) => (
    <NativeSelect label={label} value={value} data={data.some((each) => each.value === value) ? data : [{ value, label: value || "–" }, ...data]} onChange={(event) => say(event.currentTarget.value)} />
  );
  return (
    <div className="pair">
      <NativeSelect
        label={t("shownIf.about")}
        value={about}
        data={ABOUT.map((each) => ({ value: each, label: t(`shownIf.${each}`) }))}
        onChange={(event) => {
          const next = event.currentTarget.value as About;
          change(next === "stage" ? { about: "stage", value: stages[0]?.key ?? "" } : next === "trait" ? { ...STARTS.trait, name: traits[0]?.name.slice("trait.".length) ?? "" } : STARTS[next]);
        }}
      />
      {about === "stage" && choice(t("shownIf.stageIs"), stages.map(({ key, name }) => ({ value: key, label: text(name) })))}
      {(about === "orders" || about === "silence") && <TextInput type="number" min={0} label={t(`shownIf.${about}Is`)} value={value} onChange={(event) => say(event.currentTarget.value)} />}
      {about === "language" && choice(t("shownIf.languageIs"), [{ value: "fi", label: t("step.inFinnish") }, { value: "en", label: t("step.inEnglish") }])}
      {about === "known" && choice(t("shownIf.knownIs"), variables.filter(({ own, name }) => own && !name.startsWith("history.")).map(({ name }) => ({ value: name, label: t(`variable.${name.replace(/\./g, "_")}`, { defaultValue: name }) })))}
      {about === "trait" && (
        <>
          <NativeSelect label={t("shownIf.traitName")} value={condition.name} data={[...new Set([condition.name ?? "", ...traits.map(({ name }) => name.slice("trait.".length))])]} onChange={(event) => change({ ...condition, name: event.currentTarget.value })} />
          <TextInput label={t("shownIf.traitIs")} value={value} onChange={(event) => say(event.currentTarget.value)} />
        </>
      )}
    </div>
  );
}
