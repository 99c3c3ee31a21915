import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { reportAnswer } from "../api/reports";
import { numberIn } from "../metrics/cell";
import { behind } from "../metrics/peopleBehind";
import { Missing, type LiveCellProps } from "./lanes";

const NOTHING = {};

/** Questions that nobody has answered, of the people who stand on this stage now, and how long the longest has waited. */
export function WaitingCell({ stage }: LiveCellProps) {
  const { t, text, number, counted, days } = useWords();
  const answer = useQuery(reportAnswer("responses", NOTHING)).data;
  if (!answer) return null;
  const row = answer.sheets.find(({ key }) => key === "waiting")?.rows.find(({ id }) => id === `waiting:${stage.key}`);
  if (!row) return <Missing why={t("map.noQuestions")} />;
  const asked = numberIn(row.unanswered) ?? 0;
  const people = numberIn(row.people) ?? 0;
  if (asked === 0) return <span className="number">{number(0)}</span>;
  return (
    <>
      <Link
        to="/people"
        search={behind("responses", {}, String(row.id), "people")}
        className="number"
        aria-label={t("map.openWaiting", { stage: text(stage.name), people: counted("unit.people", people) })}
      >
        {counted("map.unanswered", asked)}
      </Link>
      <span className="under">{t("map.longest", { days: days(numberIn(row.longest) ?? 0) })}</span>
    </>
  );
}
