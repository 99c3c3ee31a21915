import { SavedWords } from "./SavedState";
import { useTrouble } from "./trouble";

/** At the top of a panel: what is written could not be saved, and the choice when somebody else saved first. */
export function DraftTrouble() {
  const draft = useTrouble();
  return draft && <SavedWords draft={draft} className="draft-trouble small" />;
}
