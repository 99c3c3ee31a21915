import { Button, TextInput } from "@mantine/core";
import { useWords } from "../../app/words";
import { freshKey, type Json, type Mapping } from "../../draft/json";
import type { FieldsProps } from "./Fields";
import { Spoken } from "../../draft/Spoken";

/** Arms by chance; the weights are percents that make a hundred. */
export function SplitFields({ value, tongue, home, change }: FieldsProps) {
  const { t } = useWords();
  const arms = (Array.isArray(value) ? value : []) as Mapping[];
  const sum = arms.reduce((all, { weight }) => all + (typeof weight === "number" ? weight : 0), 0);
  const set = (next: Mapping[]) => change(["split"], next as Json);
  return (
    <>
      {arms.map((arm, index) => (
        <fieldset key={String(arm.key ?? index)} className="arm-fields stack">
          <legend>{t("branch.arm", { n: index + 1 })}</legend>
          <div className="pair">
            <Spoken label={t("branch.name")} value={arm.name} tongue={tongue} home={home} change={(name) => change(["split", index, "name"], name === "" ? undefined : name)} />
            <TextInput
              label={t("split.weight")}
              inputMode="numeric"
              value={String(arm.weight ?? "")}
              onChange={(event) => change(["split", index, "weight"], Math.trunc(Number(event.currentTarget.value)) || 0)}
            />
          </div>
          {arms.length > 2 && (
            <Button size="compact-sm" variant="default" onClick={() => set(arms.filter((each) => each !== arm))}>
              {t("branch.remove")}
            </Button>
          )}
        </fieldset>
      ))}
      <p role="status" className={sum === 100 ? "small quiet" : "small bad"}>
        {t(sum === 100 ? "split.sum" : "split.badSum", { sum })}
      </p>
      <div>
        <Button size="sm" variant="default" onClick={() => set([...arms, { weight: 0, key: freshKey(arms.map((arm) => String(arm.key)), "arm"), steps: [] }])}>
          {t("split.add")}
        </Button>
      </div>
    </>
  );
}
