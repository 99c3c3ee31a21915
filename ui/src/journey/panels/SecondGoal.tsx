import { Button } from "@mantine/core";
import { useWords } from "../../app/words";
import type { Asked, Setting } from "./useGoal";

/** A second goal is refused, by the names of both, with the offer to park the first. */
export function SecondGoal({ of, words, setting, done }: { of: Asked; words: string; setting: Setting; done: () => void }) {
  const { t } = useWords();
  return (
    <div className="problem" role="alert">
      <p dir="auto">
        {words} {t("goalPanel.second")}
      </p>
      <div>
        <Button size="sm" variant="default" loading={setting.pending} onClick={() => setting.set({ ...of, park: true }, done)}>
          {t("goalPanel.park")}
        </Button>
      </div>
    </div>
  );
}
