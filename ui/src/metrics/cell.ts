/** A cell as the reader's language writes it; missing is a dash, never 0. `shown.py` does the same in a terminal. */

import type { Cell, Kind, ReportColumn, ReportRow } from "../api/reports";
import type { Words } from "../app/words";
import { MISSING } from "../format/number";
import type { LocalText } from "../format/text";

const WHOLE_FROM = 100_000; // minor units: cents only disturb the eye in sums from 1 000 €
const NUMERIC: ReadonlySet<Kind> = new Set(["count", "number", "share", "points", "money", "days", "p"]);

export const isNumeric = (kind: Kind): boolean => NUMERIC.has(kind);

/** The number of a cell, or null when it is missing. */
export function numberIn(value: Cell): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

export type Writer = (value: Cell, kind: Kind) => string;

export function writer(words: Words, currency: string): Writer {
  return (value, kind) => {
    if (value === null || value === undefined) return MISSING;
    if (typeof value === "boolean") return words.t(value ? "metrics.yes" : "metrics.no");
    if (typeof value === "object") return words.text(value as LocalText);
    if (typeof value === "string") {
      if (kind === "day") return words.calendarDay(value);
      if (kind === "month") return words.month(value);
      return kind === "moment" ? words.dateTime(value) : value;
    }
    return typeof value === "number" ? writtenNumber(value, kind, words, currency) : MISSING;
  };
}

function writtenNumber(value: number, kind: Kind, words: Words, currency: string): string {
  switch (kind) {
    case "share":
      return words.percent(value, Math.abs(value) < 0.01 ? 2 : 1);
    case "points":
      return words.points(value, Math.abs(value) < 0.001 ? 2 : 1);
    case "money":
      return words.money({ minor: Math.abs(value) >= WHOLE_FROM ? Math.round(value / 100) * 100 : Math.round(value), currency });
    case "days":
      return value < 0 ? `−${words.days(-value)}` : words.days(value);
    case "p":
      return words.probability(value);
    case "count":
      return words.number(value);
    default:
      return words.number(value, Math.abs(value) < 10 ? 2 : Math.abs(value) < 1000 ? 1 : 0);
  }
}

/** "10,1 % – 14,5 %", or nothing when an end is missing. */
export function interval(low: Cell, high: Cell, kind: Kind, write: Writer): string | null {
  return numberIn(low) === null || numberIn(high) === null ? null : `${write(low, kind)} – ${write(high, kind)}`;
}

/** How much more the first is than the second: of shares in percentage points. */
export function difference(now: Cell, before: Cell, kind: Kind, words: Words, currency: string): string {
  const [a, b] = [numberIn(now), numberIn(before)];
  if (a === null || b === null) return MISSING;
  if (kind === "share" || kind === "points") return words.points(a - b);
  const written = writer(words, currency)(Math.abs(a - b), kind);
  return a === b ? written : `${a > b ? "+" : "−"}${written}`;
}

/** The words that name a row: its first text cells. */
export function rowName(row: ReportRow, columns: readonly ReportColumn[], write: Writer): string {
  const names = columns.filter(({ kind }) => !isNumeric(kind) && kind !== "flag").slice(0, 2);
  return names
    .map(({ key, kind }) => write(row[key], kind))
    .filter((name) => name !== MISSING)
    .join(" → ");
}
