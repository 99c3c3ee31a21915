import { useQuery } from "@tanstack/react-query";
import { Answer } from "../../app/Answer";
import { SidePanel } from "../../app/Panel";
import { useEdits } from "../../app/role";
import { useWords } from "../../app/words";
import { journeyGoals } from "../../api/journeys";
import type { JourneyDraft } from "../useJourneyDraft";
import { GoalForm } from "./GoalForm";
import { GoalHistory } from "./GoalHistory";
import { ParkedGoals } from "./ParkedGoals";
import { useGoal } from "./useGoal";

/** The one goal: set, change, park, take from those that wait; and those there were. */
export function GoalPanel({ draft, close }: { draft: JourneyDraft; close: () => void }) {
  const { t } = useWords();
  const edits = useEdits();
  const answer = useQuery(journeyGoals(draft.page.key));
  const moved = useQuery(journeyGoals(draft.page.key, true)).data;
  const goal = useGoal(draft);
  return (
    <SidePanel title={t("goalPanel.title")} close={close}>
      <div className="stack">
        <p className="quiet small">{t("goalPanel.what")}</p>
        <Answer of={answer}>
          {(found) => (
            <>
              <GoalForm key={JSON.stringify(found.goal)} goals={found} setting={goal} edits={edits} />
              <ParkedGoals goals={found} setting={goal} edits={edits} />
              <GoalHistory goals={moved?.history.length === found.history.length ? moved : found} />
            </>
          )}
        </Answer>
      </div>
    </SidePanel>
  );
}
