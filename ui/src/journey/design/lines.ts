/** A cell's texts as lines of one field, and back: a text in two languages keeps the other one. */

import { isMapping, type Json } from "../../draft/json";
import { spoken, written, type Tongue } from "../../draft/localText";

/** What a reader of one language sees: the other language's text when there is none in theirs. */
export function shown(text: Json, tongue: Tongue, home: Tongue): string {
  const mine = written(text, tongue, home);
  if (mine) return mine;
  if (isMapping(text)) return written(text, tongue === "fi" ? "en" : "fi", home);
  return text === null ? "" : String(text);
}

const BRIEF = 400;

/** As much of a text as a cell shows: breaking ten thousand letters into lines takes seconds. */
export const brief = (text: string): string => (text.length > BRIEF ? `${[...text.slice(0, BRIEF)].slice(0, -1).join("")}…` : text);

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, " ");

export const toLines = (texts: readonly Json[], tongue: Tongue, home: Tongue): string => texts.map((text) => oneLine(shown(text, tongue, home))).join("\n");

/** The texts that the lines say. A line that stands as it was keeps its text whole, wherever it was moved; a changed
 * one keeps the other language of the text whose place it has taken. */
export function fromLines(lines: string, before: readonly Json[], tongue: Tongue, home: Tongue): Json[] {
  const wanted = lines.split("\n").map((line) => line.trim()).filter(Boolean);
  const left: (Json | null)[] = [...before];
  const kept = wanted.map((line) => {
    const twin = left.findIndex((text) => text !== null && oneLine(shown(text, tongue, home)).trim() === line);
    if (twin < 0) return null;
    const text = left[twin]!;
    left[twin] = null;
    return text;
  });
  const rest = left.filter((text) => text !== null);
  return wanted.map((line, index) => {
    const same = kept[index];
    if (same !== null && same !== undefined) return same;
    // The texts that are no more are taken in order: as many lines changed as texts are missing.
    const old = wanted.length === before.length ? rest.shift() : undefined;
    return spoken(old, tongue, home, line) ?? line;
  });
}

/** The text and the caret after the line of the caret has changed places with the next or the one before. */
export function movedLine(text: string, caret: number, by: -1 | 1): { text: string; caret: number } | null {
  const lines = text.split("\n");
  const row = text.slice(0, caret).split("\n").length - 1;
  const other = row + by;
  if (other < 0 || other >= lines.length) return null;
  const [here, there] = [lines[row]!, lines[other]!];
  lines[row] = there;
  lines[other] = here;
  return { text: lines.join("\n"), caret: caret + by * (there.length + 1) };
}
