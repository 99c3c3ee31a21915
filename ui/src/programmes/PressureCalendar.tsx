import { useQuery } from "@tanstack/react-query";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { pressure } from "../api/programmes";
import { home } from "../api/queries";
import type { Pressure } from "../api/types";

/** How many messages a person on each stage gets on each of the next 14 days. */
export function PressureCalendar({ person }: { person?: string }) {
  const { t } = useWords();
  const answer = useQuery(pressure(person));
  return (
    <section className="card stack" aria-labelledby="pressure-heading">
      <h2 id="pressure-heading">{t("pressure.heading")}</h2>
      <p className="quiet">{t("pressure.what")}</p>
      <Answer of={answer}>{(data) => <Calendar data={data} />}</Answer>
    </section>
  );
}

function Calendar({ data }: { data: Pressure }) {
  const { t, text, number, language } = useWords();
  const stages = new Map((useQuery(home).data?.stages ?? []).map(({ key, name }) => [key, name]));
  const locale = language === "fi" ? "fi-FI" : "en-GB";
  const noon = (day: string) => new Date(`${day}T12:00:00Z`);
  const form = (day: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options }).format(noon(day));
  const rows = data.rows.filter(({ stage, people }) => stage !== null || people > 0);
  const top = Math.max(0.01, ...data.rows.flatMap(({ per_person }) => per_person));
  const over = data.rows.some(({ over_cap }) => over_cap.some(Boolean));
  const empty = data.rows.every(({ per_person }) => per_person.every((each) => each === 0));
  return (
    <>
      {empty && <p>{t("pressure.none")}</p>}
      <div className="scroll" role="group" aria-labelledby="pressure-heading" tabIndex={0}>
        <table className="table pressure">
          <thead>
            <tr>
              <th scope="col">{t("people.stage")}</th>
              <th scope="col" className="end">{t("people.count")}</th>
              {data.days.map((day) => (
                <th key={day} scope="col" className="end">
                  <span className="under">{form(day, { weekday: "short" })}</span>
                  {form(day, { day: "numeric", month: "numeric" })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.stage ?? "none"}>
                <th scope="row">{row.stage === null ? t("people.noStage") : text(stages.get(row.stage) ?? row.stage)}</th>
                <td className="end number">{number(row.people)}</td>
                {row.per_person.map((each, index) => (
                  <td
                    key={data.days[index]}
                    className="end number heat"
                    data-over={row.over_cap[index] ? "true" : undefined}
                    style={{ "--heat": `${Math.round((each / top) * 55)}%` } as React.CSSProperties}
                  >
                    {each === 0 ? <span className="quiet">0</span> : each < 0.005 ? `< ${number(0.01, 2)}` : number(each, 2)}
                    {row.over_cap[index] && (
                      <>
                        <span aria-hidden="true"> ▲</span>
                        <span className="unseen"> {t("pressure.over")}</span>
                      </>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {over && <p className="small">{t("pressure.overWhat")}</p>}
    </>
  );
}
