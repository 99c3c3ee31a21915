import { isMapping, type Json } from "../../draft/json";
import { Spoken } from "../../draft/Spoken";
import { SpokenLines } from "../../draft/SpokenLines";
import { useWords } from "../../app/words";
import type { Asked } from "../asked";

const FIELDS = ["role", "company", "life_situation", "goal", "problem"] as const;

/** The ideal customer: the first persona of the document. */
export function Audience({ draft, document, tongue, home }: Asked) {
  const { t } = useWords();
  const personas = Array.isArray(document.personas) ? document.personas : [];
  const found = personas[0];
  const persona = isMapping(found) ? found : {};
  const set = (name: string, value: Json | undefined) => {
    const key = typeof persona.key === "string" ? persona.key : "ideal";
    const next = { ...persona, key, [name]: value as Json };
    if (value === undefined || value === "") delete (next as Record<string, unknown>)[name];
    draft.set(["personas"], [next, ...personas.slice(1)], `persona-${name}`);
  };
  const shared = { tongue, home };
  // A company or a situation in life: whichever is there, else the one that the reader fills in.
  const shown = FIELDS.filter((name) => (name === "company" ? persona.life_situation === undefined : name === "life_situation" ? persona.company === undefined : true));
  return (
    <div className="wizard-fields">
      <Spoken {...shared} label={t("wizardPersona.name")} value={persona.name} change={(value) => set("name", value)} />
      {shown.map((name) => (
        <Spoken key={name} {...shared} label={t(`wizardPersona.${name}`)} description={name === "goal" ? t("wizardPersona.goalWhat") : undefined} value={persona[name]} lines={name === "goal" || name === "problem" ? 2 : 1} change={(value) => set(name, value)} />
      ))}
      <SpokenLines {...shared} label={t("wizardPersona.criteria")} value={persona.decision_criteria} change={(value) => set("decision_criteria", value.length ? value : undefined)} />
    </div>
  );
}
