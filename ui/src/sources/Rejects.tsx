import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { rejects } from "../api/queries";

/** The first hundred refused rows with their reasons, and all of them as a file. */
export function Rejects({ id, count }: { id: string; count: number }) {
  const { t, counted } = useWords();
  const answer = useQuery(rejects(id));
  useEffect(() => {
    if (window.location.hash === "#rejects-heading") document.querySelector("#rejects-heading")?.scrollIntoView();
  }, []);
  return (
    <section className="stack" style={{ gap: "0.6rem" }} aria-labelledby="rejects-heading">
      <h3 id="rejects-heading">{counted("rejects.heading", count)}</h3>
      <p className="small">
        {t("rejects.what")}{" "}
        <a href={`/api/imports/${id}/rejects.csv`} download>
          {t("rejects.download")}
        </a>
      </p>
      <Answer of={answer}>
        {(rows) => (
          <div className="scroll" role="group" aria-labelledby="rejects-heading" tabIndex={0}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col" className="end">{t("rejects.row")}</th>
                  <th scope="col" className="end">{t("rejects.line")}</th>
                  <th scope="col">{t("rejects.reason")}</th>
                  <th scope="col">{t("rejects.content")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={`${row.row} ${row.line}`}>
                    <td className="end number">{row.row}</td>
                    <td className="end number">{row.line ?? "–"}</td>
                    <td>{row.words}</td>
                    <td className="reject-content">
                      <code>{row.content}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Answer>
    </section>
  );
}
