import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { Conflict } from "./Conflict";
import { useTellTrouble } from "./trouble";
import type { TextDraft } from "./useDraft";
import "./draft.css";

/** "Tallennettu 14.32": what is known of the last save, and a choice when somebody else saved first. */
export function SavedState({ draft }: { draft: TextDraft }) {
  useTellTrouble(draft);
  return <SavedWords draft={draft} className="saved small" />;
}

export function SavedWords({ draft, className }: { draft: TextDraft; className: string }) {
  const { t, clock } = useWords();
  const { state, at, problems } = draft.saved;
  return (
    <div className={className} data-state={state}>
      <span role="status">
        {(state === "waiting" || state === "saving") && t("saved.saving")}
        {state === "saved" && t("saved.saved", { time: clock(at) })}
        {state === "failed" && t("saved.failed")}
        {state === "expired" && t("saved.expired")}
        {state === "refused" && t("saved.refused")}
      </span>
      {problems && problems.length > 0 && state !== "conflict" && <Problems of={problems} />}
      {state === "conflict" && <Conflict draft={draft} />}
    </div>
  );
}
