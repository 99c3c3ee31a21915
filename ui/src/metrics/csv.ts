/** A sheet as a file for spreadsheets, in the reader's language: Finnish has decimal commas, so ; stands between. */

import type { Cell, Kind, ReportRow, Sheet } from "../api/reports";
import type { Language } from "../format/number";
import { localText, type LocalText } from "../format/text";
import { isNumeric } from "./cell";

export interface CsvWords {
  from: string;
  to: string;
  compared: string;
}

const BYTE_ORDER = "\ufeff"; // without it Excel reads ä as two letters
/** What a spreadsheet would take for a formula and run. */
const FORMULA = /^[=+\-@\t\r]/;

export function csv(sheet: Sheet, other: Sheet | null, currency: string, language: Language, words: CsvWords): string {
  const separator = language === "fi" ? ";" : ",";
  const others = new Map(other?.rows.map((row) => [row.id, row]));
  const head: string[] = [];
  const cells: ((row: ReportRow) => string)[] = [];
  for (const { key, kind, title, interval } of sheet.columns) {
    const name = localText(title, language) + (kind === "money" ? ` (${currency})` : "");
    const add = (heading: string, value: (row: ReportRow) => Cell) => {
      head.push(safe(heading));
      cells.push((row) => written(value(row), kind, language));
    };
    add(name, (row) => row[key]);
    if (interval) {
      add(`${name}, ${words.from}`, (row) => row[`${key}_low`]);
      add(`${name}, ${words.to}`, (row) => row[`${key}_high`]);
    }
    if (other && isNumeric(kind)) add(`${name}, ${words.compared}`, (row) => others.get(row.id)?.[key]);
  }
  const lines = [head, ...sheet.rows.map((row) => cells.map((cell) => cell(row)))];
  return BYTE_ORDER + lines.map((line) => line.map((cell) => quoted(cell, separator)).join(separator)).join("\r\n") + "\r\n";
}

function written(value: Cell, kind: Kind, language: Language): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return plain(value, kind, language);
  if (typeof value === "boolean") return value ? "1" : "0";
  return safe(typeof value === "string" ? value : localText(value as LocalText, language));
}

function plain(value: number, kind: Kind, language: Language): string {
  const text = number(value, kind);
  return language === "fi" ? text.replace(".", ",") : text;
}

/** Money in major units, shares with their sign of per cent; otherwise all the digits that matter. */
function number(value: number, kind: Kind): string {
  if (kind === "money") return (value / 100).toFixed(2);
  if (kind === "share") return `${trimmed(value * 100)}%`;
  if (kind === "points") return trimmed(value * 100);
  return trimmed(value);
}

const trimmed = (value: number): string => String(Number(value.toFixed(6)));

function safe(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function quoted(cell: string, separator: string): string {
  return cell.includes(separator) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
