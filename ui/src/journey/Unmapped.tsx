import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { Live } from "../api/types";

/** Events that happen but stand nowhere on the map. */
export function Unmapped({ data }: { data: Live }) {
  const { t, number, counted } = useWords();
  return (
    <section className="card stack" aria-labelledby="unmapped-heading" style={{ gap: "0.6rem", alignContent: "start" }}>
      <h2 id="unmapped-heading">{t("unmapped.heading")}</h2>
      {data.unmapped.length === 0 ? (
        <p className="quiet">{t("unmapped.none")}</p>
      ) : (
        <>
          <p className="quiet small">{t("unmapped.what")}</p>
          <div className="scroll">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t("field.event")}</th>
                  <th scope="col" className="end">{t("unmapped.people")}</th>
                  <th scope="col" className="end">{t("unmapped.events")}</th>
                </tr>
              </thead>
              <tbody>
                {data.unmapped.map(({ event, people_30d, events_30d }) => (
                  <tr key={event}>
                    <th scope="row">{event}</th>
                    <td className="end number">
                      <Link to="/people" search={{ event }} aria-label={t("unmapped.open", { event, people: counted("unit.people", people_30d) })}>
                        {number(people_30d)}
                      </Link>
                    </td>
                    <td className="end number">{number(events_30d)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}
