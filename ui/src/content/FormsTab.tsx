import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Hint } from "../app/Hint";
import { useWords } from "../app/words";
import { outreach } from "../api/outreach";
import type { FormRow } from "../api/types";
import { OutreachTab } from "./OutreachTab";
import { StateOf } from "./StateOf";

/** Lomakkeet: what is given in return for an address, and what came of it. */
export function FormsTab() {
  const { t } = useWords();
  const words = { heading: t("forms.heading"), what: t("forms.what"), begin: t("forms.new"), none: t("forms.none") };
  return (
    <OutreachTab kind="form" answer={useQuery(outreach("form"))} words={words}>
      {(rows) => <Rows rows={rows} />}
    </OutreachTab>
  );
}

function Rows({ rows }: { rows: FormRow[] }) {
  const { t, text, textLang, number } = useWords();
  return (
    <table className="table people" role="table" aria-label={t("forms.heading")}>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">{t("forms.name")}</th>
          <th scope="col" role="columnheader">{t("outreach.state")}</th>
          <th scope="col" role="columnheader" className="end">{t("forms.submitted")}</th>
          <th scope="col" role="columnheader" className="end">{t("forms.confirmed")}</th>
          <th scope="col" role="columnheader" className="end">{t("forms.downloaded")}</th>
          <th scope="col" role="columnheader">{t("forms.starts")}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row" key={row.key}>
            <th scope="row" role="rowheader">
              <Link to="/content/forms/$key" params={{ key: row.key }} lang={textLang(row.name)} dir="auto">
                {text(row.name)}
              </Link>
              {row.draft_differs && <span className="under quiet small">{t("outreach.unpublished")}</span>}
            </th>
            <td role="cell" data-label={t("outreach.state")}>
              <StateOf state={row.state} />
            </td>
            <td role="cell" className="end number" data-label={t("forms.submitted")}>{number(row.submitted)}</td>
            <td role="cell" className="end number" data-label={t("forms.confirmed")}>{number(row.confirmed)}</td>
            <td role="cell" className="end number" data-label={t("forms.downloaded")}>
              {row.downloaded === null ? <Hint text={t("forms.noAsset")} label={t("forms.noAsset")}>–</Hint> : number(row.downloaded)}
            </td>
            <td role="cell" data-label={t("forms.starts")}>
              <Starts of={row} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The programmes that go on from the form; without one the thread breaks here. */
export function Starts({ of: row }: { of: FormRow }) {
  const { t, text } = useWords();
  if (row.starts.length === 0) return <span className="breaks small">{t("forms.startsNothing")}</span>;
  return (
    <ul className="plain">
      {row.starts.map((each) => (
        <li key={each.key}>
          <Link to="/programmes/$key" params={{ key: each.key }} dir="auto">
            {text(each.name)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
