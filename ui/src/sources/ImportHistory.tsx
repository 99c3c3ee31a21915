import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { imports } from "../api/queries";
import type { ImportState } from "../api/types";

/** What has been imported, the newest first; each row opens its import, a count of rejects the rejects. */
export function ImportHistory() {
  const { t } = useWords();
  const answer = useQuery(imports);
  return (
    <section className="card stack" aria-labelledby="imports-heading">
      <h2 id="imports-heading">{t("imports.heading")}</h2>
      <Answer of={answer}>
        {(found) =>
          found.length === 0 ? (
            <p className="quiet">{t("imports.none")}</p>
          ) : (
            <div className="scroll" role="group" aria-labelledby="imports-heading" tabIndex={0}>
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">{t("imports.file")}</th>
                    <th scope="col">{t("imports.when")}</th>
                    <th scope="col">{t("imports.state")}</th>
                    <th scope="col" className="end">{t("imports.rows")}</th>
                    <th scope="col" className="end">{t("import.accepted")}</th>
                    <th scope="col" className="end">{t("import.duplicates")}</th>
                    <th scope="col" className="end">{t("import.rejected")}</th>
                  </tr>
                </thead>
                <tbody>
                  {found.map((each) => (
                    <Row key={each.id} of={each} />
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

function Row({ of: { id, filename, created, state, progress, result } }: { of: ImportState }) {
  const { t, dateTime, number, percent } = useWords();
  const rejected = number(result?.rejected);
  return (
    <tr>
      <th scope="row" className="import-name">
        <Link to="/sources" search={{ import: id }}>
          {filename}
        </Link>
      </th>
      <td className="number">{dateTime(created)}</td>
      <td>{t(`imports.${state}`, { share: percent(progress, 0) })}</td>
      <td className="end number">{number(result?.rows)}</td>
      <td className="end number">{number(result?.accepted)}</td>
      <td className="end number">{number(result?.duplicates)}</td>
      <td className="end number">
        {result?.rejected ? (
          <Link
            to="/sources"
            search={{ import: id }}
            hash="rejects-heading"
            aria-label={t("imports.showRejects", { file: filename, n: rejected })}
          >
            {rejected}
          </Link>
        ) : (
          rejected
        )}
      </td>
    </tr>
  );
}
