import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { consents } from "../api/messages";

/** The ledger of what the person has allowed and taken back, the newest first. */
export function Consents({ person }: { person: string }) {
  const { t, dateTime } = useWords();
  const rows = useQuery(consents(person)).data;
  if (!rows) return null;
  return (
    <section className="card stack" aria-labelledby="consents-heading">
      <h2 id="consents-heading">{t("consents.heading")}</h2>
      {rows.length === 0 ? (
        <p className="quiet">{t("consents.none")}</p>
      ) : (
        <div className="scroll" role="group" aria-labelledby="consents-heading" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("consents.what")}</th>
                <th scope="col">{t("consents.for")}</th>
                <th scope="col">{t("consents.basis")}</th>
                <th scope="col">{t("consents.source")}</th>
                <th scope="col">{t("consents.at")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  <th scope="row">{t(row.given ? "consents.given" : "consents.withdrawn")}</th>
                  <td>
                    {row.purpose === "ugc" ? t("consents.show") : <>{row.purpose === "*" ? t("consents.all") : row.purpose} · {row.channel === "*" ? t("channel.all") : t(`channel.${row.channel}`)}</>}
                  </td>
                  <td>{t(`basis.${row.basis}`)}</td>
                  <td>
                    {row.source}
                    {row.text_version && <span className="under quiet small">{t("consents.version", { version: row.text_version })}</span>}
                  </td>
                  <td className="number">{dateTime(row.at)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
