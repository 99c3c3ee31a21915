import { Link } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type Ref } from "react";
import { useWords } from "../app/words";
import type { HomeStage, PersonRow } from "../api/types";

const ROW = 62; // px, before it is measured
const BEYOND = 12; // rows drawn on each side of what is in sight
const SOON = 20; // rows before the end at which more are asked for

interface Props {
  rows: PersonRow[];
  stages: HomeStage[];
  /** How many there are in all. */
  total: number;
  /** Asks for the next page; undefined when there is none or it is under way. */
  more?: () => void;
}

/** One row a person, and only those in sight are drawn; on a phone each row becomes a small card, so the roles are said,
 * not left to the layout. The next page is fetched before the end comes. */
export function PeopleTable({ rows, stages, total, more }: Props) {
  const { t } = useWords();
  const names = new Map(stages.map(({ key, name }) => [key, name]));
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const view = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW,
    overscan: BEYOND,
    scrollMargin: top,
    getItemKey: (index) => rows[index]!.person,
  });
  const drawn = view.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - SOON) more?.();
  }, [last, rows.length, more]);
  const before = drawn.length ? drawn[0]!.start - top : 0;
  const after = drawn.length ? view.getTotalSize() - (drawn.at(-1)!.end - top) : 0;
  return (
    <table className="table people people-list" role="table" aria-rowcount={total + 1}>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          <th scope="col" role="columnheader">{t("people.person")}</th>
          <th scope="col" role="columnheader">{t("people.stage")}</th>
          <th scope="col" role="columnheader">{t("people.inStage")}</th>
          <th scope="col" role="columnheader" className="end">{t("people.events")}</th>
          <th scope="col" role="columnheader">{t("people.last")}</th>
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        {before > 0 && <Beyond height={before} />}
        {drawn.map(({ index, key }) => (
          <Row key={key} row={rows[index]!} names={names} index={index} measure={view.measureElement} />
        ))}
        {after > 0 && <Beyond height={after} />}
      </tbody>
    </table>
  );
}

/** The room of the rows that are not drawn. */
function Beyond({ height }: { height: number }) {
  return (
    <tr role="presentation" className="people-beyond">
      <td role="presentation" colSpan={5} style={{ height }} />
    </tr>
  );
}

function Row({ row, names, index, measure }: { row: PersonRow; names: Map<string, HomeStage["name"]>; index: number; measure: Ref<HTMLTableRowElement> }) {
  const { t, text, days, number, date } = useWords();
  return (
    <tr role="row" ref={measure} data-index={index} aria-rowindex={index + 2}>
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
