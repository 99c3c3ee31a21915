import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Answer } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { outreach } from "../api/outreach";
import type { OfferRow } from "../api/types";
import { NewOutreach } from "./NewOutreach";
import { StateOf } from "./StateOf";
import "../people/people.css";
import "../programmes/programmes.css";
import "./outreach.css";

/** Tarjoukset: what they cost, who has been shown which version, and what came of it. */
export function OffersTab() {
  const { t } = useWords();
  const edits = useEdits();
  const answer = useQuery(outreach("offer"));
  const [beginning, setBeginning] = useState(false);
  return (
    <section className="stack" aria-labelledby="offers-heading">
      <div className="row spread">
        <div>
          <h2 id="offers-heading">{t("offers.heading")}</h2>
          <p className="quiet">{t("offers.what")}</p>
        </div>
        {edits && <Button onClick={() => setBeginning(true)}>{t("offers.new")}</Button>}
      </div>
      <Answer of={answer}>
        {(rows) =>
          rows.length === 0 ? (
            <div className="card message">
              <p>{t("offers.none")}</p>
            </div>
          ) : (
            <div className="card people-card scroll">
              <Rows rows={rows} />
            </div>
          )
        }
      </Answer>
      {beginning && <NewOutreach kind="offer" taken={(answer.data ?? []).map(({ key }) => key)} close={() => setBeginning(false)} />}
    </section>
  );
}

function Rows({ rows }: { rows: OfferRow[] }) {
  const { t, text, textLang, money, number, counted, calendarDay } = useWords();
  return (
    <table className="table people" role="table" aria-label={t("offers.heading")}>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">{t("offers.name")}</th>
          <th scope="col" role="columnheader" className="end">{t("offers.price")}</th>
          <th scope="col" role="columnheader">{t("outreach.state")}</th>
          <th scope="col" role="columnheader" className="end">{t("offers.shown")}</th>
          <th scope="col" role="columnheader" className="end">{t("offers.accepted")}</th>
          <th scope="col" role="columnheader">{t("offers.until")}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row" key={row.key}>
            <th scope="row" role="rowheader">
              <Link to="/content/offers/$key" params={{ key: row.key }} lang={textLang(row.name)} dir="auto">
                {text(row.name)}
              </Link>
              {row.draft_differs && <span className="under quiet small">{t("outreach.unpublished")}</span>}
            </th>
            <td role="cell" className="end number" data-label={t("offers.price")}>
              {row.price ? money(row.price) : <span title={t("outreach.unreadable")}>–</span>}
            </td>
            <td role="cell" data-label={t("outreach.state")}>
              <StateOf state={row.state} /> {row.version !== null && <span className="quiet small">{t("outreach.version", { n: row.version })}</span>}
            </td>
            <td role="cell" className="end number" data-label={t("offers.shown")}>
              {number(row.shown)}
              {row.held > 0 && <span className="under quiet small">{counted("offers.held", row.held)}</span>}
            </td>
            <td role="cell" className="end number" data-label={t("offers.accepted")}>
              {number(row.accepted)}
            </td>
            <td role="cell" data-label={t("offers.until")}>
              {row.valid_until ? <span className="number">{calendarDay(row.valid_until)}</span> : <span className="quiet">{t("offers.openEnded")}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
