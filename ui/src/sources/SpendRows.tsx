import { useWords } from "../app/words";
import type { SpendRow } from "../api/types";

/** Sample rows of ad costs as they will land. */
export function SpendRows({ rows, waiting }: { rows: SpendRow[]; waiting: boolean }) {
  const { t, calendarDay, money, number } = useWords();
  return (
    <section aria-busy={waiting}>
      <h3>{t("import.landing")}</h3>
      <div className="scroll" role="group" aria-label={t("import.landing")} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              {(["date", "channel", "campaign", "cost", "clicks", "impressions"] as const).map((field, at) => (
                <th key={field} scope="col" className={at > 2 ? "end" : undefined}>
                  {t(`field.${field}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.row}>
                <td className="number">{row.date && /^\d{4}-\d\d-\d\d$/.test(row.date) ? calendarDay(row.date) : (row.date ?? "–")}</td>
                <td>{row.channel ?? "–"}</td>
                <td>{row.campaign ?? "–"}</td>
                <td className="end number">{money(row.cost)}</td>
                <td className="end number">{number(row.clicks)}</td>
                <td className="end number">{number(row.impressions)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
