import { useWords } from "../app/words";
import type { Review } from "../api/improve";

/** The goal: where it is, where it was in the last review, and its months. */
export function AgendaGoal({ agenda }: { agenda: Review["agenda"] }) {
  const { t, text, percent, points, month, number, calendarDay } = useWords();
  const goal = agenda.goal;
  return (
    <>
      <h3>{t("review.goal")}</h3>
      {goal === null ? (
        <p>{t("review.noGoal")}</p>
      ) : (
        <>
          <p className="goal-sentence" dir="auto">
            {text(goal.name)}: {percent(goal.now, 1)} → {percent(goal.target, 1)}
          </p>
          <p className="small quiet">
            {goal.low !== null && goal.high !== null && t("figure.interval", { low: percent(goal.low, 1), high: percent(goal.high, 1) })}{" "}
            {t("figure.n", { n: number(goal.n) })}
            {goal.date && ` · ${t("review.goalBy", { day: calendarDay(goal.date) })}`}
          </p>
          <p>
            {goal.before !== null && goal.now !== null
              ? t("review.goalMoved", { before: percent(goal.before, 1), change: points(goal.now - goal.before, 1) })
              : t("review.goalFirst")}
          </p>
          {goal.trend.length > 0 && (
            <div className="scroll">
              <table className="table">
                <caption className="unseen">{t("review.months")}</caption>
                <thead>
                  <tr>
                    {goal.trend.map((each) => (
                      <th key={each.month} scope="col">
                        {month(each.month)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  <tr>
                    {goal.trend.map((each) => (
                      <td key={each.month} className="number">
                        {each.value === null ? t("review.stillOpen") : percent(each.value, 1)}
                      </td>
                    ))}
                  </tr>
                </tbody>
              </table>
            </div>
          )}
        </>
      )}
      {agenda.breaks && (
        <p className="small" dir="auto">
          <strong>{text(agenda.breaks.what)}.</strong> {text(agenda.breaks.because)}
        </p>
      )}
    </>
  );
}
