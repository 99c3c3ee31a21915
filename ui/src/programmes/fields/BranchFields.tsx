import { Button } from "@mantine/core";
import { useWords } from "../../app/words";
import { freshKey, type Json, type Mapping } from "../../draft/json";
import { ConditionField } from "./ConditionField";
import type { FieldsProps } from "./Fields";
import { Spoken } from "../../draft/Spoken";

/** Arms in the order they are tried, each with its condition; the last takes everybody else. */
export function BranchFields({ value, tongue, home, change }: FieldsProps) {
  const { t } = useWords();
  const arms = (Array.isArray(value) ? value : []) as Mapping[];
  const set = (next: Mapping[]) => change(["branch"], next as Json);
  const asked = arms.filter((arm) => !("else" in arm));
  const rest = arms.filter((arm) => "else" in arm);
  return (
    <>
      {asked.map((arm, index) => (
        <fieldset key={String(arm.key ?? index)} className="arm-fields stack">
          <legend>{t("branch.arm", { n: index + 1 })}</legend>
          <Spoken label={t("branch.name")} value={arm.name} tongue={tongue} home={home} change={(name) => change(["branch", index, "name"], name === "" ? undefined : name)} />
          <ConditionField label={t("branch.if")} value={arm.if} change={(condition) => change(["branch", index, "if"], condition)} />
          {asked.length > 1 && (
            <Button size="compact-sm" variant="default" onClick={() => set(arms.filter((each) => each !== arm))}>
              {t("branch.remove")}
            </Button>
          )}
        </fieldset>
      ))}
      <div className="row">
        <Button
          size="sm"
          variant="default"
          onClick={() => set([...asked, { key: freshKey(arms.map((arm) => String(arm.key)), "arm"), steps: [] }, ...rest])}
        >
          {t("branch.add")}
        </Button>
        {rest.length === 0 && (
          <Button size="sm" variant="default" onClick={() => set([...asked, { else: [] }])}>
            {t("branch.addElse")}
          </Button>
        )}
      </div>
    </>
  );
}
