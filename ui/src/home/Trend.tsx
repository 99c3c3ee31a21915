import { useWords } from "../app/words";
import type { Goal } from "../api/types";
import { drawTrend, windowOpen } from "./trendLine";

const PLANE = { width: 420, height: 130, pad: 12 };

/** Conversion by month with the target line; the table says the same. */
export function Trend({ goal, end }: { goal: Goal; end: string }) {
  const { t, percent, number, month, days } = useWords();
  if (goal.trend.length === 0) return null;
  const points = goal.trend.map((point) => ({ ...point, open: windowOpen(point.month, goal.window_days, end) }));
  const { runs, dots, targetY } = drawTrend(points, goal.target, PLANE);
  const first = goal.trend[0]!;
  const last = goal.trend[goal.trend.length - 1]!;
  return (
    <figure className="trend">
      <svg viewBox={`0 0 ${PLANE.width} ${PLANE.height}`} aria-hidden="true" focusable="false">
        <line className="target" x1="0" x2={PLANE.width} y1={targetY} y2={targetY} />
        {runs.map(({ path, open }) => (
          <path key={path} d={path} className={open ? "still-open" : undefined} />
        ))}
        {dots.map((dot) => (
          <circle key={dot.month} cx={dot.x} cy={dot.y} r={dot.open ? 3 : 4} className={dot.open ? "still-open" : undefined} />
        ))}
      </svg>
      <div className="trend-ends small quiet" aria-hidden="true">
        <span>{month(first.month)}</span>
        <span>{t("goal.line", { target: percent(goal.target) })}</span>
        <span>{month(last.month)}</span>
      </div>
      {points.some(({ open }) => open) && (
        <p className="small quiet">{t("goal.openMonths", { days: days(goal.window_days) })}</p>
      )}
      <details className="small">
        <summary>{t("goal.asTable")}</summary>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("goal.month")}</th>
              <th scope="col" className="end">{t("figure.conversion")}</th>
              <th scope="col" className="end">n</th>
            </tr>
          </thead>
          <tbody className="number">
            {points.map((point) => (
              <tr key={point.month}>
                <th scope="row">{month(point.month)}</th>
                <td className="end">
                  {percent(point.value)}
                  {point.open && <span className="quiet"> {t("goal.stillOpen")}</span>}
                </td>
                <td className="end">{number(point.n)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
