import { useWords } from "../../app/words";
import type { FieldsProps } from "./Fields";
import { Spoken } from "../../draft/Spoken";

/** Why it ends here. */
export function EndFields({ value, tongue, home, change }: FieldsProps) {
  const { t } = useWords();
  return <Spoken label={t("end.why")} value={value ?? undefined} tongue={tongue} home={home} change={(next) => change(["end"], next === "" || next === undefined ? null : next)} />;
}
