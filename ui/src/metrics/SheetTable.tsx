import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { Search } from "../app/address";
import { useWords } from "../app/words";
import type { Kind, ReportAnswer, ReportColumn, ReportRow, Sheet } from "../api/reports";
import { difference, interval, isNumeric, rowName, writer, type Writer } from "./cell";
import { behind } from "./peopleBehind";
import { SheetHead } from "./SheetHead";
import type { Order } from "./sorting";

const FIRST = 12; // enough to read at a glance; the rest comes at a press

interface Props {
  sheet: Sheet;
  other: Sheet | null;
  answer: ReportAnswer;
  search: Search;
  heading: string;
  order: Order | null;
  sort: (order: Order | null) => void;
}

/** Numbers to the right, intervals under them; with a comparison each number has its other and the difference beside it. */
export function SheetTable({ sheet, other, answer, search, heading, order, sort }: Props) {
  const words = useWords();
  const { counted } = words;
  const [all, showAll] = useState(false);
  const write = useMemo(() => writer(words, answer.currency), [words, answer.currency]);
  const others = useMemo(() => new Map(other?.rows.map((row) => [row.id, row])), [other]);
  const every = useMemo(() => {
    const ids = new Set(sheet.rows.map(({ id }) => id));
    // A row that only the other side has is missing here: a dash, not nothing at all.
    const gone = (other?.rows ?? []).filter(({ id }) => !ids.has(id)).map((row) => [row, true] as const);
    return [...sheet.rows.map((row) => [row, false] as const), ...gone];
  }, [sheet, other]);
  const rows = all ? every : every.slice(0, FIRST);
  return (
    <>
      <div className="scroll" role="region" aria-labelledby={heading} tabIndex={0}>
        <table className="table report-table" data-columns={Math.min(sheet.columns.length, 4)}>
          <SheetHead columns={sheet.columns} compared={other !== null} order={order} sort={every.length > 1 ? sort : null} />
          <tbody>
            {rows.map(([row, gone]) => (
              <tr key={String(row.id)}>
                {sheet.columns.map((column, index) => {
                  const cell = { column, row, write, answer, search, name: rowName(row, sheet.columns, write) };
                  if (index === 0) return <First key={column.key} {...cell} />;
                  if (!isNumeric(column.kind)) return <TextCell key={column.key} kind={column.kind} text={write(row[column.key], column.kind)} />;
                  const before = gone ? row : others.get(row.id);
                  return (
                    <NumberCells key={column.key} {...cell} row={gone ? {} : row} before={other ? (before ?? {}) : null} />
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {every.length > rows.length && (
        <Button variant="default" size="sm" className="sheet-more" onClick={() => showAll(true)}>
          {counted("metrics.allRows", every.length)}
        </Button>
      )}
    </>
  );
}

interface CellProps {
  column: ReportColumn;
  row: ReportRow;
  write: Writer;
  answer: ReportAnswer;
  search: Search;
  name: string;
}

function First(props: CellProps) {
  const { column, row, write } = props;
  return (
    <th scope="row" dir={column.kind === "text" ? "auto" : undefined} className={isNumeric(column.kind) ? "number" : write(row[column.key], column.kind).length > LONG_NAME ? "long-name" : undefined}>
      {column.people ? <Value {...props} /> : <Plain column={column} row={row} text={write(row[column.key], column.kind)} />}
    </th>
  );
}

/** A person leads to their page: the id of the row is their number. Anything else is text. */
function Plain({ column, row, text }: { column: ReportColumn; row: ReportRow; text: string }) {
  if (column.key !== "person") return text;
  return (
    <Link to="/people/$person" params={{ person: String(row.id) }}>
      {text}
    </Link>
  );
}

const LONG_NAME = 24;
const LONG = 60;

/** A sentence gets room to be read; a day stays on one line. */
function TextCell({ kind, text }: { kind: Kind; text: string }) {
  return <td dir={kind === "text" ? "auto" : undefined} className={kind !== "text" ? "one-line" : text.length > LONG ? "sentence" : undefined}>{text}</td>;
}

function NumberCells(props: CellProps & { before: ReportRow | null }) {
  const { column, row, write, before, answer } = props;
  const words = useWords();
  const { key, kind } = column;
  const span = (of: ReportRow) => column.interval && interval(of[`${key}_low`], of[`${key}_high`], kind, write);
  return (
    <>
      <td className="end number">
        <Value {...props} />
        {span(row) && <span className="under quiet small">{span(row)}</span>}
      </td>
      {before && (
        <>
          <td className="end number quiet">
            {write(before[key], kind)}
            {span(before) && <span className="under small">{span(before)}</span>}
          </td>
          <td className="end number difference">{difference(row[key], before[key], kind, words, answer.currency)}</td>
        </>
      )}
    </>
  );
}

/** A number that is made of people opens them; nobody is nothing to open. */
function Value({ column, row, write, answer, search, name }: CellProps) {
  const { t, text } = useWords();
  const value = row[column.key];
  const written = write(value, column.kind);
  if (!column.people || typeof value !== "number" || (value === 0 && column.kind === "count")) return written;
  return (
    <Link
      to="/people"
      search={behind(answer.report, search, String(row.id), column.key)}
      aria-label={t("metrics.openPeople", { row: name, column: text(column.title), value: written })}
    >
      {written}
    </Link>
  );
}
