import { useWords } from "../../app/words";
import type { FieldsProps } from "./Fields";
import { PairsField } from "./PairsField";

/** Traits that the person gets. */
export function SetFields({ value, change }: FieldsProps) {
  const { t } = useWords();
  return <PairsField label={t("set.traits")} description={t("set.what")} names={t("set.name")} values={t("set.value")} value={value} change={(next) => change(["set"], next ?? {})} />;
}
