import { useWords } from "../app/words";
import type { Days } from "./days";

/** "päivä 3", "päivä 3–17", "päivästä 3": how long after coming in. */
export function DayHint({ of: days }: { of?: Days }) {
  const { t, number } = useWords();
  if (!days) return null;
  const from = number(Math.round(days.from * 10) / 10, 1);
  const said =
    days.to === null ? t("node.dayFrom", { n: from }) : days.to === days.from ? t("node.day", { n: from }) : t("node.dayRange", { n: from, to: number(Math.round(days.to * 10) / 10, 1) });
  return (
    <span className="quiet small step-day" title={t("node.dayWhat")}>
      {said}
    </span>
  );
}
