import { useWords } from "../../app/words";
import { SpokenLines } from "../../draft/SpokenLines";
import type { Asked } from "../asked";
import { PerStage } from "./PerStage";

/** What they must learn to be able to buy. */
export function Learning({ draft, document, tongue, home }: Asked) {
  const { t } = useWords();
  return (
    <PerStage document={document}>
      {(stage, index) => (
        <SpokenLines label={t("wizardField.learning")} description={t("wizard.linePerText")} value={stage.learning} tongue={tongue} home={home} change={(value) => draft.set(["stages", index, "learning"], value.length ? value : undefined, `learning.${index}`)} />
      )}
    </PerStage>
  );
}
