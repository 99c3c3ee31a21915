import { useQuery } from "@tanstack/react-query";
import { journeyVersions } from "../../api/journeys";
import { reportAnswer, type ReportAnswer, type ReportRow } from "../../api/reports";
import type { JourneyVersion } from "../../api/types";
import { useWords } from "../../app/words";
import { numberIn, writer } from "../../metrics/cell";
import { periodsOf, type Periods } from "./periods";

const SHOWN = 3;
/** Fewer cases than this tell nothing of a change. */
const ENOUGH = 30;

/** Each published change with the conversions of the arrows as long before it as after it. */
export function BeforeAfter({ journey, end }: { journey: string; end: string }) {
  const { t, text, dateTime } = useWords();
  const versions = useQuery(journeyVersions(journey)).data?.versions ?? [];
  return (
    <section className="card stack" aria-labelledby="before-heading">
      <h2 id="before-heading">{t("beforeAfter.title")}</h2>
      <p className="quiet small">{t("beforeAfter.what")}</p>
      {versions.length === 0 && <p className="quiet">{t("beforeAfter.none")}</p>}
      {versions.slice(0, SHOWN).map((version: JourneyVersion) => {
        const periods = periodsOf(version.published, end);
        return (
          <section key={version.version} className="stack" style={{ gap: "0.5rem" }}>
            <h3 id={`before-${version.version}`}>{t("beforeAfter.version", { version: version.version, at: dateTime(version.published) })}</h3>
            <p className="small" dir="auto">
              {version.note} {version.changes.slice(0, 4).map(({ words }) => text(words)).join(" · ")}
            </p>
            {periods ? <Compared periods={periods} heading={`before-${version.version}`} /> : <p className="quiet small">{t("beforeAfter.tooSoon")}</p>}
          </section>
        );
      })}
    </section>
  );
}

const rowsOf = (answer: ReportAnswer | undefined): ReportRow[] => answer?.sheets.find(({ key }) => key === "arrows")?.rows ?? [];

function Compared({ periods, heading }: { periods: Periods; heading: string }) {
  const words = useWords();
  const { t, percent, points, number } = words;
  const before = useQuery(reportAnswer("conversion", { ...periods.before, cohorts: "none" })).data;
  const after = useQuery(reportAnswer("conversion", { ...periods.after, cohorts: "none" })).data;
  if (!before || !after) return <div className="waiting" style={{ minHeight: "3rem" }} />;
  const old = new Map(rowsOf(before).map((row) => [row.id, row]));
  const write = writer(words, after.currency);
  const shown = (row: ReportRow | undefined) => {
    const n = numberIn(row?.entered) ?? 0;
    const value = numberIn(row?.conversion);
    return n < ENOUGH || value === null ? null : { value, n, low: numberIn(row?.conversion_low), high: numberIn(row?.conversion_high) };
  };
  return (
    <div className="scroll" role="region" aria-labelledby={heading} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t("overlay.arrow")}</th>
            <th scope="col" className="end">
              {t("beforeAfter.before", { days: periods.days })}
            </th>
            <th scope="col" className="end">
              {t("beforeAfter.after", { days: periods.days })}
            </th>
            <th scope="col" className="end">
              {t("beforeAfter.difference")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(after).map((row) => {
            const [was, is] = [shown(old.get(row.id)), shown(row)];
            const cell = (found: ReturnType<typeof shown>, of: ReportRow | undefined) =>
              found ? (
                <>
                  {percent(found.value)}
                  <span className="under">{t("figure.interval", { low: percent(found.low), high: percent(found.high) })}</span>
                </>
              ) : (
                <span className="quiet small">{t("figure.tooFew", { n: number(numberIn(of?.entered) ?? 0) })}</span>
              );
            const apart = was && is && (is.low! > was.high! || is.high! < was.low!);
            return (
              <tr key={String(row.id)}>
                <th scope="row" dir="auto">
                  {write(row.from, "text")} → {write(row.to, "text")}
                </th>
                <td className="end number">{cell(was, old.get(row.id))}</td>
                <td className="end number">{cell(is, row)}</td>
                <td className="end number">
                  {was && is ? points(is.value - was.value) : "–"}
                  {was && is && <span className="under">{t(apart ? "beforeAfter.apart" : "beforeAfter.chance")}</span>}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
