import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { Share } from "./Share";
import { useStageNames } from "./useStageNames";
import type { Draft } from "./useDraft";

/** What stands around the steps: who comes in and when again, the goal, who leaves at once, the holdout. */
export function Frame({ draft: { page }, edits, open }: { draft: Draft; edits: boolean; open: () => void }) {
  const { t, text, percent } = useWords();
  const named = useStageNames();
  const stages = useQuery(home).data?.stages ?? [];
  const stage = stages.find(({ key }) => key === page.stage);
  const { words } = page;
  return (
    <section className="card stack frame-card" aria-labelledby="frame-heading">
      <div className="row spread">
        <h2 id="frame-heading">{t("frame.heading")}</h2>
        {edits && (
          <Button variant="default" size="sm" onClick={open}>
            {t("frame.edit")}
          </Button>
        )}
      </div>
      <ul className="plain frame-facts">
        <li>{page.stage === null ? t("frame.noStage") : t("template.stage", { stage: stage ? text(stage.name) : page.stage })}</li>
        {words && (
          <>
            <li>{named(text(words.entry))}</li>
            <li>{named(text(words.reentry))}</li>
            <li>
              {words.goal ? named(text(words.goal)) : t("programmes.noGoal")}
              {page.goal && page.goal.n > 0 && (
                <>
                  {" · "}
                  <Share of={page.goal} label={t("programmes.goal")} text={t("programmes.goalWhat")} />
                </>
              )}
            </li>
            {words.exits.map((each, index) => (
              <li key={index}>{named(text(each))}</li>
            ))}
          </>
        )}
        <li>{t("frame.holdoutNow", { share: percent(page.holdout / 100) })}</li>
      </ul>
    </section>
  );
}
