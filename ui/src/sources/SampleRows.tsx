import { useWords } from "../app/words";
import type { SampleRow } from "../api/types";

/** Sample rows as they will land. */
export function SampleRows({ rows, waiting }: { rows: SampleRow[]; waiting: boolean }) {
  const { t, dateTime, money } = useWords();
  const shown = (time: string | null) => (time && !Number.isNaN(Date.parse(time)) ? dateTime(time) : (time ?? "–"));
  return (
    <section aria-busy={waiting}>
      <h3>{t("import.landing")}</h3>
      <div className="scroll" role="group" aria-label={t("import.landing")} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              {(["person", "time", "event", "revenue"] as const).map((field) => (
                <th key={field} scope="col" className={field === "revenue" ? "end" : undefined}>
                  {t(`field.${field}`)}
                </th>
              ))}
              <th scope="col">{t("import.properties")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.row}>
                <td>{row.person ?? "–"}</td>
                <td className="number">{shown(row.time)}</td>
                <td>{row.event ?? "–"}</td>
                <td className="end number">{money(row.revenue)}</td>
                <td className="quiet small">
                  {Object.entries(row.properties)
                    .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
                    .join(" · ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
