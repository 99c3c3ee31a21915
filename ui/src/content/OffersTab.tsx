import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { outreach } from "../api/outreach";
import type { OfferRow } from "../api/types";
import { OutreachTab } from "./OutreachTab";
import { StateOf } from "./StateOf";

/** Tarjoukset: what they cost, who has been shown which version, and what came of it. */
export function OffersTab() {
  const { t } = useWords();
  const words = { heading: t("offers.heading"), what: t("offers.what"), begin: t("offers.new"), none: t("offers.none") };
  return (
    <OutreachTab kind="offer" answer={useQuery(outreach("offer"))} words={words}>
      {(rows) => <Rows rows={rows} />}
    </OutreachTab>
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
