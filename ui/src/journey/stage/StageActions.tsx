import { Button } from "@mantine/core";
import { offerUndo } from "../../app/Toast";
import { useWords } from "../../app/words";
import type { Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { placeOfStage, stagesOf } from "../design/cells";
import { useMap } from "../design/MapContext";
import { added, moved, removed, restored } from "../design/stages";

/** What is done to a whole stage; the same keys do on its name in the map. */
export function StageActions({ document, stage }: { document: Mapping; stage: string }) {
  const { t, text } = useWords();
  const { actions } = useMap();
  const stages = stagesOf(document);
  const index = placeOfStage(document, stage);
  const remove = () => {
    const before = actions.now();
    if (!removed(before, stage)) return;
    actions.edit((now) => removed(now, stage) ?? now);
    actions.show(undefined, { stage: String(stages[index + 1]?.key ?? stages[index - 1]?.key ?? "") });
    offerUndo(t("map.stageRemoved", { stage: text((stages[index]?.name ?? stage) as LocalText) }), () => actions.edit((now) => restored(now, before, stage)));
  };
  return (
    <div className="row">
      <Button size="compact-sm" variant="default" disabled={index === 0} onClick={() => actions.edit((now) => moved(now, stage, placeOfStage(now, stage) - 1))}>
        {t("map.stageLeft")}
      </Button>
      <Button size="compact-sm" variant="default" disabled={index === stages.length - 1} onClick={() => actions.edit((now) => moved(now, stage, placeOfStage(now, stage) + 1))}>
        {t("map.stageRight")}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => {
          const made = added(document, index + 1, t("map.newStage"));
          actions.edit((now) => added(now, placeOfStage(now, stage) + 1, t("map.newStage")).document);
          actions.show("stage", { stage: made.key });
        }}
      >
        {t("map.stageAfter")}
      </Button>
      <Button size="compact-sm" variant="default" disabled={stages.length === 1} onClick={remove}>
        {t("map.stageRemove")}
      </Button>
    </div>
  );
}
