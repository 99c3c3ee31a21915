import { useWords } from "../../app/words";
import type { FieldsProps } from "./Fields";
import { YamlField } from "./YamlField";

/** Traits that the person gets. */
export function SetFields({ value, change }: FieldsProps) {
  const { t } = useWords();
  return <YamlField label={t("set.traits")} description={t("set.like")} value={value} change={(next) => change(["set"], next ?? {})} />;
}
