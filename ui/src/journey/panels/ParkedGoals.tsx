import { Button } from "@mantine/core";
import { announce } from "../../app/announce";
import { useWords } from "../../app/words";
import type { JourneyGoals } from "../../api/types";
import type { Json } from "../../draft/json";
import type { Setting } from "./useGoal";

/** Goals that wait for their turn. */
export function ParkedGoals({ goals, setting, edits }: { goals: JourneyGoals; setting: Setting; edits: boolean }) {
  const { t, text } = useWords();
  if (goals.parked.length === 0) return null;
  return (
    <section className="stack" style={{ gap: "0.5rem" }}>
      <h3>{t("goalPanel.parked")}</h3>
      <ul className="plain stack" style={{ gap: "0.5rem" }}>
        {goals.parked.map((goal, index) => (
          <li key={index} className="row spread">
            <span dir="auto" className="grow-text">
              {text(goal.sentence)}
            </span>
            {edits && (
              <Button
                size="compact-sm"
                variant="default"
                loading={setting.pending}
                onClick={() => setting.set({ goal: goal.written as Json, park: false }, () => announce(t("goalPanel.set")))}
              >
                {t("goalPanel.take")}
                <span className="unseen">: {text(goal.sentence)}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
