import { Button } from "@mantine/core";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import type { TextDraft } from "./useDraft";

/** "Tallennettu 14.32": what is known of the last save, and a choice when somebody else saved first. */
export function SavedState({ draft }: { draft: TextDraft }) {
  const { t, clock } = useWords();
  const { state, at, problems } = draft.saved;
  return (
    <div className="saved small" data-state={state}>
      <span role="status">
        {(state === "waiting" || state === "saving") && t("saved.saving")}
        {state === "saved" && t("saved.saved", { time: clock(at) })}
        {state === "failed" && t("saved.failed")}
        {state === "refused" && t("saved.refused")}
        {state === "conflict" && t("saved.conflict")}
      </span>
      {problems && problems.length > 0 && state !== "conflict" && <Problems of={problems} />}
      {state === "conflict" && (
        <span className="row">
          <Button size="compact-sm" variant="default" onClick={() => void draft.settle(false)}>
            {t("saved.takeTheirs")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => void draft.settle(true)}>
            {t("saved.keepMine")}
          </Button>
        </span>
      )}
    </div>
  );
}
