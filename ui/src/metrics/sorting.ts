/** The order of a table: as the server gave it, or by one column that the reader pressed. It stands in the address. */

import type { Search } from "../app/address";
import type { Cell, ReportRow } from "../api/reports";
import type { Language } from "../format/number";
import { collator, localText, type LocalText } from "../format/text";
import { many } from "./search";

export interface Order {
  column: string;
  down: boolean;
}

/** How the tables of a page are ordered, by the key of each. */
export interface Sorting {
  of: (sheet: string) => Order | null;
  set: (sheet: string, order: Order | null) => void;
}

const NAME = "sort"; // "stages.median", and "stages.-median" for the largest first
/** Rows that are about all the others stay below them. */
const LAST: ReadonlySet<unknown> = new Set(["total", "all", "other", "rest", "unknown"]);

/** How one table is ordered; null: as the server gave it. */
export function orderOf(search: Search, sheet: string): Order | null {
  const said = many(search[NAME]).find((each) => each.startsWith(`${sheet}.`));
  if (said === undefined) return null;
  const column = said.slice(sheet.length + 1);
  return column.startsWith("-") ? { column: column.slice(1), down: true } : { column, down: false };
}

/** What a press on a header leads to: numbers begin with the largest, words with a; the third press is the server's order. */
export function pressed(order: Order | null, column: string, numeric: boolean): Order | null {
  if (order?.column !== column) return { column, down: numeric };
  return order.down === numeric ? { column, down: !numeric } : null;
}

export function withOrder(search: Search, sheet: string, order: Order | null): Search {
  const others = many(search[NAME]).filter((each) => !each.startsWith(`${sheet}.`));
  const all = order ? [...others, `${sheet}.${order.down ? "-" : ""}${order.column}`] : others;
  const { [NAME]: _, ...rest } = search;
  return all.length === 0 ? rest : { ...rest, [NAME]: all.length === 1 ? all[0] : all };
}

/** What is asked of the server: it knows nothing of the order. */
export function withoutOrder(search: Search): Search {
  const { [NAME]: _, ...rest } = search;
  return rest;
}

/** The rows in that order: numbers as numbers, words as the language sorts them, what is missing last both ways. */
export function ordered(rows: readonly ReportRow[], order: Order | null, language: Language): ReportRow[] {
  if (!order) return [...rows];
  const words = collator(language);
  const { column, down } = order;
  const value = (row: ReportRow) => comparable(row[column], language);
  const before = (a: ReportRow, b: ReportRow): number => {
    const [lastA, lastB] = [LAST.has(a.id), LAST.has(b.id)];
    if (lastA || lastB) return Number(lastA) - Number(lastB);
    const [x, y] = [value(a), value(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const found = typeof x === "number" && typeof y === "number" ? x - y : words.compare(String(x), String(y));
    return down ? -found : found;
  };
  return [...rows].sort(before);
}

function comparable(value: Cell, language: Language): number | string | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "boolean") return Number(value);
  return typeof value === "string" ? value : localText(value as LocalText, language);
}
