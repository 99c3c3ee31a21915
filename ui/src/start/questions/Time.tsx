import { NumberInput } from "@mantine/core";
import { useWords } from "../../app/words";
import { onward, stagesOf, type Asked } from "../asked";
import { PerStage } from "./PerStage";

/** The assumed time on each stage, in days. */
export function Time({ draft, document }: Asked) {
  const { t, language } = useWords();
  return (
    <PerStage document={document} stages={onward(stagesOf(document))}>
      {(stage, index) => (
        <NumberInput
          label={t("wizardField.expected_days")}
          className="narrow"
          min={0.01}
          max={36_500}
          decimalSeparator={language === "fi" ? "," : "."}
          value={typeof stage.expected_days === "number" ? stage.expected_days : ""}
          onChange={(value) => draft.set(["stages", index, "expected_days"], typeof value === "number" && value > 0 ? value : undefined, `days.${index}`)}
        />
      )}
    </PerStage>
  );
}
