import { useWords } from "../../app/words";
import type { JourneyGoals } from "../../api/types";

type Change = JourneyGoals["history"][number];
type Share = NonNullable<Change["moved"]>["before"];

/** The goals there were: when, who, what before and after, and how the number has moved since. */
export function GoalHistory({ goals }: { goals: JourneyGoals }) {
  const { t, text, dateTime } = useWords();
  if (goals.history.length === 0) return null;
  return (
    <section className="stack" style={{ gap: "0.5rem" }}>
      <h3>{t("goalPanel.history")}</h3>
      <ol className="plain stack" style={{ gap: "0.75rem" }}>
        {goals.history.map((row) => (
          <li key={row.version} className="card small">
            <p className="quiet">
              {dateTime(row.at)} · {row.who === "file" ? t("journeyHistory.file") : row.who}
            </p>
            <p dir="auto">
              {row.before ? text(row.before.sentence) : t("goalPanel.noGoal")} → <strong>{row.after ? text(row.after.sentence) : t("goalPanel.noGoal")}</strong>
            </p>
            {row.moved && <Moved of={row.moved} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Moved({ of: { before, since } }: { of: NonNullable<Change["moved"]> }) {
  const { t, percent, counted } = useWords();
  const said = (share: Share) =>
    share.value === null
      ? t("goalPanel.notYet", { cases: counted("figure.n", share.n) })
      : t("goalPanel.share", { value: percent(share.value), low: percent(share.low), high: percent(share.high), cases: counted("figure.n", share.n) });
  return (
    <dl className="goal-moved">
      <dt>{t("goalPanel.before")}</dt>
      <dd className="number">{said(before)}</dd>
      <dt>{t("goalPanel.since")}</dt>
      <dd className="number">{said(since)}</dd>
    </dl>
  );
}
