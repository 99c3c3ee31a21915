import { useWords } from "../app/words";
import { Choice, LineField, Picks, TextField } from "./fields";
import { parts } from "./plan";
import { usePart, usePlan } from "./usePlan";
import { VoiceMark } from "./VoiceMark";

const KINDS = ["case", "review", "testimonial", "rating", "certificate", "award", "membership", "guarantee", "figure"] as const;

/** Why not, and the answer. */
export function ObjectionFields({ id }: { id: string }) {
  const { t } = useWords();
  const { document } = usePlan();
  const { part, set } = usePart("objections", id);
  const objection = part!;
  return (
    <>
      <TextField label={t("trust.objection")} description={t("trust.objectionWhat")} value={objection.name} change={(value) => set(["name"], value)} lines={2} focus />
      <TextField label={t("trust.answer")} value={objection.answer} change={(value) => set(["answer"], value)} lines={4} />
      <Picks label={t("plan.stages")} of={parts(document, "stages")} value={objection.stages} change={(value) => set(["stages"], value)} />
      <Picks label={t("plan.personas")} description={t("plan.personasWhat")} of={parts(document, "personas")} value={objection.personas} change={(value) => set(["personas"], value)} />
      <Picks label={t("trust.proofs")} of={parts(document, "proof")} value={objection.proof} change={(value) => set(["proof"], value)} />
    </>
  );
}

/** What shows that the promise holds. */
export function ProofFields({ id }: { id: string }) {
  const { t } = useWords();
  const { document } = usePlan();
  const { part, set } = usePart("proof", id);
  const proof = part!;
  return (
    <>
      {typeof proof.said === "string" && (
        <p>
          <VoiceMark id={proof.said} />
        </p>
      )}
      <TextField label={t("trust.proofName")} value={proof.name} change={(value) => set(["name"], value)} focus />
      <Choice label={t("plan.kind")} none={t("plan.notSaid")} value={proof.kind} change={(value) => set(["kind"], value)} choices={KINDS.map((each) => ({ value: each, label: t(`proofKind.${each}`) }))} />
      <TextField label={t("trust.text")} value={proof.text} change={(value) => set(["text"], value)} lines={3} />
      <LineField label={t("trust.source")} description={t("trust.sourceWhat")} value={proof.source} change={(value) => set(["source"], value)} />
      <LineField label={t("plan.url")} value={proof.url} change={(value) => set(["url"], value)} />
      <Picks label={t("plan.stages")} of={parts(document, "stages")} value={proof.stages} change={(value) => set(["stages"], value)} />
      <LineField label={t("trust.expires")} type="date" value={proof.expires} change={(value) => set(["expires"], value)} />
    </>
  );
}
