import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { Share } from "./Share";
import type { Draft } from "./useDraft";

/** What stands around the steps: who comes in and when again, the goal, who leaves at once, the holdout. */
export function Frame({ draft: { page }, edits, open }: { draft: Draft; edits: boolean; open: () => void }) {
  const { t, text, textLang, percent } = useWords();
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
      <dl className="facts-list frame-facts">
        <div>
          <dt>{t("frame.stage")}</dt>
          <dd>{page.stage === null ? t("frame.noStage") : stage ? text(stage.name) : page.stage}</dd>
        </div>
        {words && (
          <>
            <div>
              <dt>{t("frame.entry")}</dt>
              <dd lang={textLang(words.entry)}>{text(words.entry)}</dd>
            </div>
            <div>
              <dt>{t("frame.reentry")}</dt>
              <dd>{text(words.reentry)}</dd>
            </div>
            <div>
              <dt>{t("frame.goal")}</dt>
              <dd>
                {words.goal ? text(words.goal) : t("programmes.noGoal")}
                {page.goal && (
                  <>
                    {" · "}
                    <Share of={page.goal} label={t("programmes.goal")} text={t("programmes.goalWhat")} />
                  </>
                )}
              </dd>
            </div>
            <div>
              <dt>{t("frame.exits")}</dt>
              <dd>
                {words.exits.length === 0 ? "–" : words.exits.length === 1 ? text(words.exits[0]) : (
                  <ul>
                    {words.exits.map((each, index) => (
                      <li key={index}>{text(each)}</li>
                    ))}
                  </ul>
                )}
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>{t("programmes.holdout")}</dt>
          <dd>{percent(page.holdout / 100)}</dd>
        </div>
      </dl>
    </section>
  );
}
