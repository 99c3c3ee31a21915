import { Button } from "@mantine/core";
import { useWords } from "../app/words";
import type { Json } from "../draft/json";
import type { LocalText } from "../format/text";
import { keyOf, parts } from "./plan";
import { nameOf, useParts, usePlan } from "./usePlan";

/** Whom we are compared with, and how we differ. */
export function CompetitorsTab() {
  const { t, text, number, calendarDay } = useWords();
  const { document, edits, go } = usePlan();
  const { add } = useParts();
  const rivals = parts(document, "competitors");
  const lines = (value: Json | undefined) => (Array.isArray(value) && value.length ? value.map((each, at) => <li key={at}>{text(each as LocalText)}</li>) : null);
  return (
    <section className="card stack" aria-labelledby="rivals-heading">
      <div className="row spread">
        <h2 id="rivals-heading">{t("rivals.question")}</h2>
        {edits && (
          <Button size="compact-sm" onClick={() => add("competitors", "competitor", {})}>
            {t("rivals.add")}
          </Button>
        )}
      </div>
      {rivals.length === 0 ? (
        <p className="quiet">{t("rivals.none")}</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-labelledby="rivals-heading">
          <table className="table rivals">
            <thead>
              <tr>
                <th scope="col">{t("rivals.name")}</th>
                <th scope="col" className="end">{t("rivals.price")}</th>
                <th scope="col">{t("rivals.strengths")}</th>
                <th scope="col">{t("rivals.weaknesses")}</th>
                <th scope="col">{t("rivals.difference")}</th>
                <th scope="col">{t("rivals.checked")}</th>
              </tr>
            </thead>
            <tbody>
              {rivals.map((rival) => (
                <tr key={keyOf(rival)}>
                  <th scope="row">
                    <button type="button" className="topic-open" dir="auto" onClick={() => go({ open: `competitors.${keyOf(rival)}` })}>
                      {text(nameOf(rival))}
                    </button>
                  </th>
                  <td className="end number">{typeof rival.price === "number" ? number(rival.price) : "–"}</td>
                  <td dir="auto">{lines(rival.strengths) ? <ul className="plain">{lines(rival.strengths)}</ul> : "–"}</td>
                  <td dir="auto">{lines(rival.weaknesses) ? <ul className="plain">{lines(rival.weaknesses)}</ul> : "–"}</td>
                  <td dir="auto">{rival.difference === undefined ? <span className="bad">{t("rivals.noDifference")}</span> : text(rival.difference as LocalText)}</td>
                  <td className="number">{calendarDay(typeof rival.checked === "string" ? rival.checked : null)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
