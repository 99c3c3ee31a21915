import { useWords } from "../../app/words";
import { Spoken } from "../../draft/Spoken";
import { onward, stagesOf, type Asked } from "../asked";
import { PerStage } from "./PerStage";

/** What must change in thinking and in doing on the way to the next stage. */
export function Change({ draft, document, tongue, home }: Asked) {
  const { t } = useWords();
  return (
    <PerStage document={document} stages={onward(stagesOf(document)).slice(0, -1)}>
      {(stage, index) =>
        (["change_in_thinking", "change_in_doing"] as const).map((field) => (
          <Spoken key={field} label={t(`wizardField.${field}`)} value={stage[field]} tongue={tongue} home={home} lines={2} change={(value) => draft.set(["stages", index, field], value === "" ? undefined : value, `${field}.${index}`)} />
        ))
      }
    </PerStage>
  );
}
