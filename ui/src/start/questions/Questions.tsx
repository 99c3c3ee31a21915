import { useWords } from "../../app/words";
import { SpokenLines } from "../../draft/SpokenLines";
import type { Asked } from "../asked";
import { PerStage } from "./PerStage";

/** What people ask on each stage, in their own voice. */
export function Questions({ draft, document, tongue, home }: Asked) {
  const { t } = useWords();
  return (
    <PerStage document={document}>
      {(stage, index) => (
        <SpokenLines label={t("wizardField.questions")} description={t("wizard.linePerText")} value={stage.questions} tongue={tongue} home={home} change={(value) => draft.set(["stages", index, "questions"], value.length ? value : undefined, `questions.${index}`)} />
      )}
    </PerStage>
  );
}
