/** A list of texts as lines of one language. */

import type { Json } from "./json";
import { spoken, written, type Tongue } from "./localText";

const items = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : value === undefined || value === null || value === "" ? [] : [value]);

/** One line for each text; a text that this language lacks is an empty line. */
export function linesOf(value: Json | undefined, tongue: Tongue, home: Tongue): string {
  return items(value)
    .map((item) => written(item, tongue, home).replaceAll("\n", " "))
    .join("\n");
}

/** The list that those lines say: a line keeps the other language of the text that stood there. */
export function withLines(value: Json | undefined, tongue: Tongue, home: Tongue, text: string): Json[] {
  const old = items(value);
  const said = old.map((item) => written(item, tongue, home).replaceAll("\n", " "));
  const lines = text.split("\n");
  // A line that stood there before stays the same text, wherever it went; another takes the place it stands at.
  const free = new Set(old.keys());
  const twins = lines.map((line) => {
    const twin = said.findIndex((each, index) => free.has(index) && each === line);
    if (twin >= 0) free.delete(twin);
    return twin;
  });
  return lines.flatMap((line, index) => {
    const twin = twins[index]!;
    if (twin >= 0) return [old[twin]!];
    const place = lines.length === old.length && free.has(index) ? index : -1;
    const next = spoken(place >= 0 ? old[place] : undefined, tongue, home, line);
    const empty = next === undefined || next === "" || (typeof next === "object" && next !== null && Object.keys(next).length === 0);
    return empty ? [] : [next];
  });
}
