import { useQuery } from "@tanstack/react-query";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { sources } from "../api/queries";

export function SourceList() {
  const { t, number, dateTime } = useWords();
  const answer = useQuery(sources);
  return (
    <section className="card stack" aria-labelledby="sources-heading">
      <h2 id="sources-heading">{t("sources.heading")}</h2>
      <Answer of={answer}>
        {(found) =>
          found.length === 0 ? (
            <p className="quiet">{t("empty.what")}</p>
          ) : (
            <div className="scroll" role="group" aria-labelledby="sources-heading" tabIndex={0}>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{t("sources.name")}</th>
                    <th scope="col">{t("sources.kind")}</th>
                    <th scope="col" className="end">{t("sources.events")}</th>
                    <th scope="col" className="end">{t("nav.people")}</th>
                    <th scope="col">{t("sources.lastEvent")}</th>
                    <th scope="col">{t("sources.lastReceived")}</th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((source) => (
                    <tr key={source.name}>
                      <th scope="row">{source.name}</th>
                      <td>{t(`sources.${source.kind}`)}</td>
                      <td className="end number">{number(source.events)}</td>
                      <td className="end number">{number(source.people)}</td>
                      <td className="number">{dateTime(source.last_ts)}</td>
                      <td className="number">{dateTime(source.last_received)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </section>
  );
}
