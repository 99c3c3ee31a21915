/** A mapping of plain values as rows of a form. */

import { isMapping, type Json } from "../../draft/json";

export interface Pair {
  name: string;
  value: string;
}

/** The rows; null when a value is a list or a mapping, which rows cannot say. */
export function asPairs(value: Json | undefined): Pair[] | null {
  if (value === undefined || value === null) return [];
  if (!isMapping(value) || Object.values(value).some((each) => typeof each === "object" && each !== null)) return null;
  return Object.entries(value).map(([name, each]) => ({ name, value: each === null ? "null" : String(each) }));
}

function plain(text: string): Json {
  const words: Record<string, Json> = { true: true, false: false, null: null };
  if (text in words) return words[text]!;
  // A number stays one only when it reads back as it was written: not 007, and not a number of twenty digits.
  return text.trim() !== "" && String(Number(text)) === text ? Number(text) : text;
}

/** What the rows say; rows without a name are not written yet. */
export function fromPairs(rows: Pair[]): Json | undefined {
  const named = rows.filter(({ name }) => name.trim() !== "");
  return named.length === 0 ? undefined : Object.fromEntries(named.map(({ name, value }) => [name.trim(), plain(value)]));
}
