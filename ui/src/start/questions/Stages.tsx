import { Button } from "@mantine/core";
import { freshKey, type Mapping } from "../../draft/json";
import { Spoken } from "../../draft/Spoken";
import { DownIcon, PlusIcon, UpIcon } from "../../app/icons";
import { offerUndo } from "../../app/Toast";
import { useWords } from "../../app/words";
import type { LocalText } from "../../format/text";
import { removed, restored } from "../../journey/design/stages";
import type { JourneyDocument } from "../../journey/useJourneyDraft";
import { stagesOf, type Asked } from "../asked";

/** The stages by name: rename, move, add, take away. What a stage holds goes with it. */
export function Stages({ draft, document, tongue, home }: Asked) {
  const { t, text } = useWords();
  const stages = stagesOf(document);
  const put = (next: Mapping[], gesture?: string) => draft.set(["stages"], next, gesture);
  const moved = (index: number, by: -1 | 1) => {
    const next = [...stages];
    [next[index], next[index + by]] = [next[index + by]!, next[index]!];
    put(next);
  };
  const nameOf = (stage: Mapping) => text((stage.name ?? stage.key) as LocalText);
  const remove = (index: number) => {
    const [key, before] = [String(stages[index]!.key), document];
    draft.edit((now) => (removed(now, key) ?? now) as JourneyDocument);
    offerUndo(t("wizard.stageGone", { stage: nameOf(stages[index]!) }), () => draft.edit((now) => restored(now, before, key) as JourneyDocument));
  };
  const add = () => {
    const key = freshKey(stages.map((stage) => String(stage.key)), "stage");
    // Before the exits: those are left at the end of the way.
    const end = stages.findIndex(({ axis, key: each }) => (axis ?? each) === "left");
    const place = end < 0 ? stages.length : end;
    put([...stages.slice(0, place), { key, name: t("wizard.newStage") }, ...stages.slice(place)]);
  };
  return (
    <div className="stack">
      <ol className="plain stack wizard-stages">
        {stages.map((stage, index) => (
          <li key={String(stage.key)} className="row">
            <div className="grow">
              <Spoken label={t("wizard.stageNumber", { n: index + 1 })} value={stage.name ?? stage.key} tongue={tongue} home={home} change={(value) => draft.set(["stages", index, "name"], value, `stage-${index}`)} />
            </div>
            <Button variant="default" size="sm" disabled={index === 0} onClick={() => moved(index, -1)} aria-label={t("wizard.up", { stage: nameOf(stage) })}>
              <UpIcon size={16} />
            </Button>
            <Button variant="default" size="sm" disabled={index === stages.length - 1} onClick={() => moved(index, 1)} aria-label={t("wizard.down", { stage: nameOf(stage) })}>
              <DownIcon size={16} />
            </Button>
            <Button variant="default" size="sm" disabled={stages.length === 1} onClick={() => remove(index)} aria-label={t("wizard.remove", { stage: nameOf(stage) })}>
              {t("wizard.removeShort")}
            </Button>
          </li>
        ))}
      </ol>
      <div>
        <Button variant="default" leftSection={<PlusIcon size={16} />} onClick={add}>
          {t("wizard.addStage")}
        </Button>
      </div>
    </div>
  );
}
