import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import type { Arrow, Goal } from "../api/types";
import { Trend } from "./Trend";

/** The one goal, as a sentence, with where it stands and how it has moved. */
export function GoalCard({ goal, end, arrows }: { goal: Goal; end: string; arrows: Arrow[] }) {
  const { t, counted, percent, text, textLang, days, calendarDay } = useWords();
  const left = goal.days_left;
  // The same step of the path, followed for another time: two true shares, so each says its own.
  const other = arrows.find(({ from, to, window_days }) => from === goal.from_stage && to === goal.to_stage && window_days !== goal.window_days);
  return (
    <section className="card goal" aria-labelledby="goal-heading">
      <div className="stack" style={{ gap: "0.6rem", alignContent: "start" }}>
        <h2 id="goal-heading" className="eyebrow">
          {t("goal.heading")}
        </h2>
        <p className="goal-sentence" lang={textLang(goal.sentence)}>
          <Link to="/journey" search={{ panel: "goal" }} className="goal-link">
            {text(goal.sentence)}
          </Link>
        </p>
        <p className="goal-now">
          <strong className="number">{percent(goal.now)}</strong>
          <span>{t("goal.target", { target: percent(goal.target) })}</span>
        </p>
        <p className="quiet small">
          {goal.low !== null && goal.high !== null && (
            <>{t("figure.interval", { low: percent(goal.low), high: percent(goal.high) })} · </>
          )}
          {counted("figure.n", goal.n)}
          {left !== null && (
            <>
              {" · "}
              {left >= 0
                ? t("goal.left", { days: days(left) })
                : t("goal.over", { date: calendarDay(goal.date) })}
            </>
          )}
        </p>
        <p className="quiet small">
          {t("goal.window", { days: days(goal.window_days) })}{" "}
          {other && percent(other.conversion) !== percent(goal.now) && t("goal.otherWindow", { days: days(other.window_days), value: percent(other.conversion) })}
        </p>
      </div>
      <Trend goal={goal} end={end} />
    </section>
  );
}

/** There is no goal yet: one press away. */
export function NoGoal() {
  const { t } = useWords();
  const edits = useEdits();
  return (
    <section className="card row spread">
      <p className="quiet">{t("home.noGoal")}</p>
      {edits && (
        <Button renderRoot={(props) => <Link {...props} to="/journey" search={{ panel: "goal" }} />}>{t("home.setGoal")}</Button>
      )}
    </section>
  );
}
