import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { HomeStage, PersonRow } from "../api/types";

/** One row a person; on a phone each row becomes a small card, so the roles are said, not left to the layout. */
export function PeopleTable({ rows, stages }: { rows: PersonRow[]; stages: HomeStage[] }) {
  const { t } = useWords();
  const names = new Map(stages.map(({ key, name }) => [key, name]));
  return (
    <table className="table people" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">{t("people.person")}</th>
          <th scope="col" role="columnheader">{t("people.stage")}</th>
          <th scope="col" role="columnheader">{t("people.inStage")}</th>
          <th scope="col" role="columnheader" className="end">{t("people.events")}</th>
          <th scope="col" role="columnheader">{t("people.last")}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <Row key={row.person} row={row} names={names} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, names }: { row: PersonRow; names: Map<string, HomeStage["name"]> }) {
  const { t, text, days, number, date } = useWords();
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <Link to="/people/$person" params={{ person: row.person }}>
          {row.name ?? row.id}
        </Link>
        {row.name && <span className="under quiet small">{row.id}</span>}
      </th>
      <td role="cell" data-label={t("people.stage")}>{row.stage === null ? t("people.noStage") : text(names.get(row.stage) ?? row.stage)}</td>
      <td role="cell" data-label={t("people.inStage")}>
        {row.days === null ? "–" : days(row.days)}
        {row.lost && (
          <span className="lost small">
            {t(row.lost.measured ? "people.stalled" : "people.stalledAssumed", { days: days(row.lost.days), usual: days(row.lost.usual) })}
          </span>
        )}
      </td>
      <td role="cell" className="end number" data-label={t("people.events")}>
        {number(row.events)}
      </td>
      <td role="cell" className="number" data-label={t("people.last")}>
        {date(row.last)}
      </td>
    </tr>
  );
}
