/** Buttons of a text field: what each does to light text and its selection. Pure. */

export interface Edit {
  text: string;
  from: number;
  to: number;
}
export const MARKS = ["bold", "italic", "link", "bullets", "numbers", "heading"] as const;
export type Mark = (typeof MARKS)[number];

const BOLD = /\*\*(?!\s)((?:[^*\n]|\*(?!\*)[^*\n]+\*(?!\*))+?)\*\*/g;
const ITALIC = /\*(?!\s)([^*\n]+?)\*/g;
const LINK = /\[([^\]\n]*)\]\((?:\{\{.*?\}\}|[^)\s])*\)/g;
const PREFIX = { bullets: /^- /, numbers: /^\d+\. /, heading: /^#{1,4} / } as const;
const ANY_PREFIX = /^(?:- |\d+\. |#{1,4} )/;
const WORD = /[\p{L}\p{N}_'’-]/u;
const HIDDEN = "\u0001\u0001";
const ADDRESS = "https://";

/** A marked stretch: all of it, and the words in it. */
interface Span {
  start: number;
  end: number;
  inner: [number, number];
}

function spans(text: string, mark: "bold" | "italic" | "link"): Span[] {
  // Two stars are no sign of slant: they are put out of sight, each letter in its place.
  const seen = mark === "italic" ? text.replace(BOLD, (_, words: string) => `${HIDDEN}${words}${HIDDEN}`) : text;
  const open = mark === "bold" ? 2 : 1;
  return [...seen.matchAll({ bold: BOLD, italic: ITALIC, link: LINK }[mark])].map(({ 0: whole, 1: words, index }) => ({
    start: index,
    end: index + whole.length,
    inner: [index + open, index + open + words!.length],
  }));
}

const around = ({ text, from, to }: Edit, mark: "bold" | "italic" | "link") => spans(text, mark).find(({ start, end }) => start <= from && to <= end);

/** The text with the mark put on the selection, or taken off when it is there. `words` stand in for those of an empty link. */
export function toggled(edit: Edit, mark: Mark, words = ""): Edit {
  if (mark === "bullets" || mark === "numbers" || mark === "heading") return lined(edit, mark);
  const span = around(edit, mark);
  if (span) return bared(edit, span);
  return mark === "link" ? linked(word(edit), words) : wrapped(word(edit), mark === "bold" ? "**" : "*", mark);
}

/** Which buttons are pressed where the selection is. */
export function marksAt(edit: Edit): Mark[] {
  const [start, end] = lines(edit);
  const here = edit.text.slice(start, end).split("\n").filter((line) => line.trim());
  return MARKS.filter((mark) =>
    mark === "bold" || mark === "italic" || mark === "link" ? around(edit, mark) !== undefined : here.length > 0 && here.every((line) => PREFIX[mark].test(line)),
  );
}

function bared({ text, from, to }: Edit, { start, end, inner }: Span): Edit {
  const words = text.slice(...inner);
  const kept = (at: number) => Math.min(Math.max(at - (inner[0] - start), start), start + words.length);
  return { text: text.slice(0, start) + words + text.slice(end), from: kept(from), to: kept(to) };
}

/** With nothing selected, the word at the caret. */
function word({ text, from, to }: Edit): Edit {
  if (from !== to) return { text, from, to };
  let [start, end] = [from, to];
  while (start > 0 && WORD.test(text[start - 1]!)) start -= 1;
  while (end < text.length && WORD.test(text[end]!)) end += 1;
  return { text, from: start, to: end };
}

function wrapped({ text, from, to }: Edit, sign: string, mark: "bold" | "italic"): Edit {
  if (from === to) return { text: text.slice(0, from) + sign + sign + text.slice(to), from: from + sign.length, to: from + sign.length };
  const before = from === 0 || text[from - 1] === "\n";
  const many = text.slice(from, to).includes("\n");
  const lines = text.slice(from, to).split("\n");
  const made = lines.map((line, index) => {
    const lead = (before || index > 0 ? ANY_PREFIX.exec(line)?.[0] : undefined) ?? "";
    const rest = line.slice(lead.length);
    const [head, tail] = [/^\s*/.exec(rest)![0], /\s*$/.exec(rest)![0]];
    if (!rest.trim()) return { text: line, from: 0 };
    // What was marked in part is marked as a whole.
    const bare = spans(rest.trim(), mark).reduceRight((found, span) => found.slice(0, span.start) + found.slice(...span.inner) + found.slice(span.end), rest.trim());
    return { text: lead + head + sign + bare + sign + tail, from: (lead + head + sign).length, to: (lead + head + sign + bare).length };
  });
  const whole = made.map((each) => each.text).join("\n");
  const only = many ? undefined : made[0];
  return { text: text.slice(0, from) + whole + text.slice(to), from: from + (only?.from ?? 0), to: from + (only?.to ?? whole.length) };
}

function linked({ text, from, to }: Edit, instead: string): Edit {
  const chosen = text.slice(from, to).replace(/[[\]\n]+/g, " ").trim();
  const address = /^https?:\/\/\S+$/.test(chosen) ? chosen : ADDRESS;
  const words = chosen || instead;
  const made = `[${words}](${address})`;
  // What is still to be written is selected: the words of an address, else the address.
  const at = address === chosen ? [1, words.length] : [words.length + 3, address.length];
  return { text: text.slice(0, from) + made + text.slice(to), from: from + at[0]!, to: from + at[0]! + at[1]! };
}

/** The whole lines that the selection touches. */
function lines({ text, from, to }: Edit): [number, number] {
  const end = text.indexOf("\n", Math.max(from, to - (to > from && text[to - 1] === "\n" ? 1 : 0)));
  return [text.lastIndexOf("\n", from - 1) + 1, end < 0 ? text.length : end];
}

type Prefix = keyof typeof PREFIX;
const kindOf = (line: string): Prefix | "plain" => (Object.keys(PREFIX) as Prefix[]).find((kind) => PREFIX[kind].test(line)) ?? "plain";

/** Lines begin with a sign, or no longer; what is of another kind stands in a paragraph of its own. */
function lined(edit: Edit, mark: Prefix): Edit {
  const { text } = edit;
  const [start, end] = lines(edit);
  const chosen = text.slice(start, end).split("\n");
  const full = chosen.filter((line) => line.trim());
  const off = full.length > 0 && full.every((line) => PREFIX[mark].test(line));
  let number = 0;
  const sign = () => (mark === "bullets" ? "- " : mark === "numbers" ? `${++number}. ` : "## ");
  const made = chosen.map((line) => (line.trim() || chosen.length === 1 ? (off ? "" : sign()) + line.replace(ANY_PREFIX, "") : line)).join("\n");
  const apart = (one: string, other: string) => one.trim() !== "" && other.trim() !== "" && kindOf(one) !== kindOf(other);
  const before = start > 0 ? text.slice(text.lastIndexOf("\n", start - 2) + 1, start - 1) : "";
  const after = end < text.length ? text.slice(end + 1).split("\n", 1)[0]! : "";
  const all = made.split("\n");
  const lead = apart(before, all[0]!) ? "\n" : "";
  const tail = apart(all.at(-1)!, after) ? "\n" : "";
  const from = start + lead.length;
  const caret = edit.from === edit.to;
  return { text: text.slice(0, start) + lead + made + tail + text.slice(end), from: caret ? from + made.length : from, to: from + made.length };
}
