import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { ProgrammeRow } from "../api/types";
import { Share } from "./Share";
import { StateChip } from "./StateChip";

/** One row a programme; on a phone each row becomes a small card. */
export function ProgrammeTable({ rows, label, chosen, choose }: { rows: ProgrammeRow[]; label: string; chosen?: ReadonlySet<string>; choose?: (key: string, on: boolean) => void }) {
  const { t } = useWords();
  return (
    <table className="table people programmes" role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">{t("programmes.programme")}</th>
          <th scope="col" role="columnheader">{t("programmes.state")}</th>
          <th scope="col" role="columnheader" className="end">{t("programmes.inside")}</th>
          <th scope="col" role="columnheader" className="end">{t("programmes.goal")}</th>
          <th scope="col" role="columnheader" className="end">{t("programmes.holdout")}</th>
          <th scope="col" role="columnheader">{t("programmes.problems")}</th>
          <th scope="col" role="columnheader">{t("programmes.changed")}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.key} row={row} chosen={chosen?.has(row.key) ?? false} choose={choose} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, chosen, choose }: { row: ProgrammeRow; chosen: boolean; choose?: (key: string, on: boolean) => void }) {
  const { t, text, textLang, number, percent, date, counted } = useWords();
  const { error, warning, hint } = row.problems;
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        {choose && (
          <input
            type="checkbox"
            className="choose-row"
            checked={chosen}
            onChange={(event) => choose(row.key, event.currentTarget.checked)}
            aria-label={t("bulk.choose", { name: text(row.name) })}
          />
        )}
        <Link to="/programmes/$key" params={{ key: row.key }} lang={textLang(row.name)}>
          {text(row.name)}
        </Link>
        <span className="under quiet small">
          {[counted("programmes.sent30d", row.sent_30d), row.draft_differs && row.version !== null && t("programmes.unpublished")]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </th>
      <td role="cell" data-label={t("programmes.state")}>
        <StateChip state={row.state} />
      </td>
      <td role="cell" className="end number" data-label={t("programmes.inside")}>
        <Link to="/programmes/$key" params={{ key: row.key }} search={{ tab: "people" }}>
          {number(row.inside)}
          <span className="unseen"> {t("programmes.insideNow")}</span>
        </Link>
      </td>
      <td role="cell" className="end number" data-label={t("programmes.goal")}>
        {row.goal ? <Share of={row.goal} label={t("programmes.goal")} text={t("programmes.goalWhat")} /> : <span title={t("programmes.noGoal")}>–</span>}
      </td>
      <td role="cell" className="end number" data-label={t("programmes.holdout")}>
        {percent(row.holdout / 100)}
      </td>
      <td role="cell" data-label={t("programmes.problems")}>
        {error + warning + hint === 0 ? (
          <span className="quiet">{t("programmes.noProblems")}</span>
        ) : (
          <span className="marks">
            {error > 0 && <span className="mark" data-level="error">{counted("problems.error", error)}</span>}
            {warning > 0 && <span className="mark" data-level="warning">{counted("problems.warning", warning)}</span>}
            {error + warning === 0 && <span className="mark" data-level="hint">{counted("problems.hint", hint)}</span>}
          </span>
        )}
      </td>
      <td role="cell" data-label={t("programmes.changed")}>
        <span className="number">{date(row.changed)}</span>
        {row.who && <span className="under quiet small">{row.who}</span>}
      </td>
    </tr>
  );
}
