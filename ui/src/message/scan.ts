/** Elements of MJML in a text, by place. Liquid, comments and quoted values are never taken for markup. */

export interface Element {
  name: string;
  /** Where it begins and ends in the text, and where its inside does; a void element has no inside. */
  start: number;
  end: number;
  inside: [number, number] | null;
}

/** What is passed over as one: Liquid and comments. */
const OPAQUE = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}|<!--[\s\S]*?-->/y;
const NAME = /<([a-z][a-z0-9-]*)/iy;

/** Where what stands at `at` ends when it is to be passed over, else `at`. */
function past(text: string, at: number): number {
  OPAQUE.lastIndex = at;
  return OPAQUE.test(text) ? OPAQUE.lastIndex : at;
}

/** Where the opening tag that begins at `start` ends (after its >), or -1. */
export function tagEnd(text: string, start: number): number {
  let quote = "";
  for (let at = start; at < text.length; ) {
    const next = past(text, at);
    if (next > at) {
      at = next;
      continue;
    }
    const letter = text[at]!;
    if (quote) quote = letter === quote ? "" : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === ">") return at + 1;
    at += 1;
  }
  return -1;
}

/** The element that begins at `start`, or null when there is none or it has no end. */
export function elementAt(text: string, start: number): Element | null {
  NAME.lastIndex = start;
  const found = NAME.exec(text);
  if (!found) return null;
  const name = found[1]!.toLowerCase();
  const opened = tagEnd(text, start);
  if (opened < 0) return null;
  if (text[opened - 2] === "/") return { name, start, end: opened, inside: null };
  const opening = new RegExp(`<${name}(?![a-z0-9-])`, "iy");
  const closing = new RegExp(`</${name}\\s*>`, "iy");
  let depth = 1;
  for (let at = opened; at < text.length; ) {
    const next = past(text, at);
    if (next > at) {
      at = next;
      continue;
    }
    if (text[at] === "<") {
      closing.lastIndex = at;
      if (closing.test(text)) {
        depth -= 1;
        if (depth === 0) return { name, start, end: closing.lastIndex, inside: [opened, at] };
        at = closing.lastIndex;
        continue;
      }
      opening.lastIndex = at;
      if (opening.test(text)) {
        const end = tagEnd(text, at);
        if (end < 0) return null;
        if (text[end - 2] !== "/") depth += 1;
        at = end;
        continue;
      }
    }
    at += 1;
  }
  return null;
}

const ATTRIBUTE = /([a-z_:][a-z0-9_:.-]*)\s*=\s*"/giy;
const SPACE = /\s+/y;
const LIQUID = /(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/;

interface Held {
  name: string;
  /** Of the whole `name="value"`, and of the value. */
  start: number;
  from: number;
  to: number;
}

function attributes(source: string): Held[] {
  const end = tagEnd(source, 0);
  const found: Held[] = [];
  NAME.lastIndex = 0;
  if (end < 0 || !NAME.exec(source)) return found;
  let at = NAME.lastIndex;
  while (at < end) {
    SPACE.lastIndex = at;
    if (SPACE.test(source)) at = SPACE.lastIndex;
    ATTRIBUTE.lastIndex = at;
    const held = ATTRIBUTE.exec(source);
    if (!held) return found;
    const from = ATTRIBUTE.lastIndex;
    let to = from;
    while (to < end && source[to] !== '"') to = Math.max(past(source, to), to + (past(source, to) === to ? 1 : 0));
    found.push({ name: held[1]!, start: at, from, to });
    at = to + 1;
  }
  return found;
}

const plain = (text: string) => text.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&");
/** Escaped for a value or a text; Liquid stays as it is. */
export const escaped = (text: string) =>
  text
    .split(LIQUID)
    .map((part, index) => (index % 2 ? part : part.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")))
    .join("");
export const unescaped = (text: string) =>
  text
    .split(LIQUID)
    .map((part, index) => (index % 2 ? part : plain(part)))
    .join("");

/** The value of an attribute of the element that the text is, "" when it has none. */
export function attribute(source: string, name: string): string {
  const held = attributes(source).find((each) => each.name === name);
  return held ? unescaped(source.slice(held.from, held.to)) : "";
}

/** The element with an attribute changed and nothing else; "" takes it away, unless it is to be `kept`. */
export function withAttribute(source: string, name: string, value: string, kept = false): string {
  const held = attributes(source).find((each) => each.name === name);
  if (held && value === "" && !kept) return source.slice(0, held.start).trimEnd() + source.slice(held.to + 1);
  if (held) return source.slice(0, held.from) + escaped(value) + source.slice(held.to);
  if (value === "" && !kept) return source;
  NAME.lastIndex = 0;
  const named = NAME.exec(source);
  return named ? `${named[0]} ${name}="${escaped(value)}"${source.slice(named[0].length)}` : source;
}

/** What stands inside the element that the text is. */
export function inside(source: string): string {
  const found = elementAt(source, 0);
  return found?.inside ? source.slice(...found.inside) : "";
}

/** The element with its inside changed. */
export function withInside(source: string, text: string): string {
  const found = elementAt(source, 0);
  if (!found?.inside) return source;
  return source.slice(0, found.inside[0]) + text + source.slice(found.inside[1]);
}
