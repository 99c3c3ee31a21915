import { useWords } from "../app/words";
import type { ProgrammeResults } from "../api/types";
import { drawSeries } from "./seriesLine";

const PLANE = { width: 640, height: 200, pad: 8 };

/** Share that reached the goal by days since entry; the table says the same. */
export function SeriesChart({ series }: { series: ProgrammeResults["series"] }) {
  const { t, percent, number, counted } = useWords();
  if (series.filter(({ cared, holdout }) => cared !== null || holdout !== null).length < 2) return null;
  const { cared, holdout, top } = drawSeries(series, PLANE);
  const last = series[series.length - 1]!;
  return (
    <figure className="series">
      <svg viewBox={`0 0 ${PLANE.width} ${PLANE.height}`} aria-hidden="true" focusable="false">
        <line className="axis" x1={PLANE.pad} x2={PLANE.width - PLANE.pad} y1={PLANE.height - PLANE.pad} y2={PLANE.height - PLANE.pad} />
        <path className="line-holdout" d={holdout} />
        <path className="line-cared" d={cared} />
      </svg>
      <figcaption className="row small quiet">
        <span>
          <span className="key-cared" aria-hidden="true" /> {t("results.cared")}
        </span>
        <span>
          <span className="key-holdout" aria-hidden="true" /> {t("results.holdout")}
        </span>
        <span>{t("results.axis", { days: counted("unit.days", last.day), top: percent(top, 0) })}</span>
      </figcaption>
      <details className="small">
        <summary>{t("goal.asTable")}</summary>
        <div className="scroll" role="group" aria-label={t("results.series")} tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col" className="end">{t("results.day")}</th>
                <th scope="col" className="end">{t("results.cared")}</th>
                <th scope="col" className="end">{t("results.holdout")}</th>
              </tr>
            </thead>
            <tbody className="number">
              {series.map((point) => (
                <tr key={point.day}>
                  <th scope="row" className="end">{number(point.day)}</th>
                  <td className="end">{percent(point.cared)}</td>
                  <td className="end">{percent(point.holdout)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}
