/**
 * A body as blocks. Every block keeps its own text and what follows it, so that writing the blocks gives back
 * the very text they were read from; what is not known is a block of source, untouched.
 */

import { elementAt, inside } from "./scan";

export type Dialect = "markdown" | "mjml";
export type LeafKind = "heading" | "text" | "image" | "button" | "divider" | "spacer" | "condition" | "products" | "offer" | "contact" | "source";

export interface Leaf {
  kind: LeafKind;
  source: string;
  /** The space between this block and the next. */
  after: string;
}
export interface Column {
  open: string;
  blocks: Leaf[];
  close: string;
  after: string;
}
export interface Section {
  kind: "section";
  open: string;
  columns: Column[];
  close: string;
  after: string;
}
export type Block = Leaf | Section;

export interface Body {
  dialect: Dialect;
  /** The author wrote the frame too: `head` is what stands before the blocks, `tail` what stands after them. */
  whole: boolean;
  head: string;
  blocks: Block[];
  tail: string;
}

const MJML = /^\s*(?:<!--[\s\S]*?-->\s*)*<mj/;
const SPACE = /^\s*/;

export const write = (body: Body): string => body.head + body.blocks.map(writeBlock).join("") + body.tail;
export const writeBlock = (block: Block): string =>
  block.kind === "section" ? block.open + block.columns.map((each) => each.open + each.blocks.map(writeBlock).join("") + each.close + each.after).join("") + block.close + block.after : block.source + block.after;

export function read(text: string): Body {
  if (!MJML.test(text)) return readMarkdown(text);
  const at = text.search(/<mj-body(?![a-z0-9-])/);
  if (!/<mjml(?![a-z0-9-])/.test(text)) {
    const head = SPACE.exec(text)![0];
    return { dialect: "mjml", whole: false, head, blocks: readAll(text.slice(head.length), true), tail: "" };
  }
  const body = at < 0 ? null : elementAt(text, at);
  if (!body?.inside) return { dialect: "mjml", whole: true, head: "", blocks: [source(text)], tail: "" };
  const inner = text.slice(...body.inside);
  const lead = SPACE.exec(inner)![0];
  return {
    dialect: "mjml",
    whole: true,
    head: text.slice(0, body.inside[0]) + lead,
    blocks: readAll(inner.slice(lead.length), true),
    tail: text.slice(body.inside[1]),
  };
}

/** Where the block stands that a line of the text is in, counted from 1: its place in the list, and in a column. */
export function placeAtLine(body: Body, line: number): [number] | [number, number, number] | null {
  const text = write(body);
  const start = text.split("\n").slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const aim = start + /^[^\S\n]*/.exec(text.slice(start))![0].length;
  let at = body.head.length;
  const passed = (length: number) => (at += length) > aim;
  for (const [index, block] of body.blocks.entries()) {
    if (block.kind !== "section") {
      if (passed(writeBlock(block).length)) return [index];
      continue;
    }
    if (passed(block.open.length)) return [index];
    for (const [column, { open, blocks, close, after }] of block.columns.entries()) {
      if (passed(open.length)) return [index];
      for (const [n, leaf] of blocks.entries()) if (passed(writeBlock(leaf).length)) return [index, column, n];
      if (passed(close.length + after.length)) return [index];
    }
    if (passed(block.close.length + block.after.length)) return [index];
  }
  return body.blocks.length ? [body.blocks.length - 1] : null;
}

const source = (text: string): Leaf => ({ kind: "source", source: text, after: "" });

/** The blocks of a stretch of MJML that does not begin with space. */
function readAll(text: string, outermost: boolean): Block[] {
  const found: Block[] = [];
  for (let at = 0; at < text.length; ) {
    const element = text[at] === "<" ? elementAt(text, at) : null;
    if (!element) {
      // Not an element: as far as the next one that reads.
      let next = at + 1;
      while (next < text.length && !(text.startsWith("<mj-", next) && elementAt(text, next))) next += 1;
      found.push(spaced(source(text.slice(at, next))));
      at = next;
      continue;
    }
    const after = SPACE.exec(text.slice(element.end))![0];
    const own = text.slice(at, element.end);
    const section = outermost && element.name === "mj-section" ? readSection(own, after) : null;
    found.push(section ?? { kind: kindOf(own, element.name), source: own, after });
    at = element.end + after.length;
  }
  return found;
}

/** Space at its end stands after it. */
function spaced(leaf: Leaf): Leaf {
  const bare = leaf.source.trimEnd();
  return bare ? { ...leaf, source: bare, after: leaf.source.slice(bare.length) } : leaf;
}

/** A section that holds columns and nothing else; null for others. */
function readSection(text: string, after: string): Section | null {
  const element = elementAt(text, 0);
  if (!element?.inside) return null;
  const [from, to] = element.inside;
  const lead = SPACE.exec(text.slice(from, to))![0];
  const columns: Column[] = [];
  let at = from + lead.length;
  while (at < to) {
    const column = elementAt(text, at);
    if (column?.name !== "mj-column" || !column.inside || column.end > to) return null;
    const inner = text.slice(...column.inside);
    const space = SPACE.exec(inner)![0];
    const gap = SPACE.exec(text.slice(column.end, to))![0];
    columns.push({
      open: text.slice(at, column.inside[0]) + space,
      blocks: readAll(inner.slice(space.length), false) as Leaf[],
      close: text.slice(column.inside[1], column.end),
      after: gap,
    });
    at = column.end + gap.length;
  }
  return columns.length ? { kind: "section", open: text.slice(0, from) + lead, columns, close: text.slice(to), after } : null;
}

const BLOCK_TAGS = /^\s*(?:\{%[\s\S]*?%\}\s*)+$/;
export const HEADING = /^\s*<h([1-4])>((?:(?!<\/?h)[\s\S])*)<\/h\1>\s*$/;
export const PRODUCTS = /^\s*\{% for product in ([\w.]+) limit: (\d+) %\}<p><strong>\{\{ product\.name \}\}<\/strong>(?:<br \/>\{\{ product\.price \| money \}\})?<\/p>\{% endfor %\}\s*$/;

function kindOf(text: string, name: string): LeafKind {
  const inner = inside(text);
  switch (name) {
    case "mj-text":
      if (HEADING.test(inner)) return "heading";
      if (PRODUCTS.test(inner)) return "products";
      if (inner.includes("links.unsubscribe")) return "contact";
      return /offer\.price/.test(inner) ? "offer" : "text";
    case "mj-button":
      return "button";
    case "mj-image":
      return "image";
    case "mj-divider":
      return "divider";
    case "mj-spacer":
      return "spacer";
    case "mj-raw":
      return BLOCK_TAGS.test(inner) ? "condition" : "source";
    default:
      return "source";
  }
}

const FENCE = /^ {0,3}(```|~~~)/;
const ALONE: [LeafKind, RegExp][] = [
  ["heading", /^#{1,4} [^\n]*$/],
  ["divider", /^ {0,3}(?:-{3,}|\*{3,}|_{3,})$/],
  ["image", /^!\[[^\]\n]*\]\([^)\n]*\)$/],
  ["button", /^\[[^\]\n]*\]\((?:\{\{[^\n]*?\}\}|[^)\n])*\)$/],
  ["condition", BLOCK_TAGS],
];

/** Paragraphs of Markdown: those alone on their lines are blocks, the others run together as text. */
function readMarkdown(text: string): Body {
  const head = /^(?:[ \t]*\n)*/.exec(text)![0];
  const blocks: Leaf[] = [];
  let fenced = false;
  for (const line of text.slice(head.length).match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const last = blocks.at(-1);
    const bare = line.replace(/\s*$/, "");
    if (FENCE.test(line)) fenced = !fenced;
    const condition = !fenced && bare !== "" && BLOCK_TAGS.test(bare);
    const kind = fenced ? "text" : condition ? "condition" : "text";
    if (bare === "" && last && !fenced) last.after += line;
    else if (last && last.after === "" && last.kind === kind && kind === "text") last.source += line;
    else if (last && kind === "text" && last.kind === "text" && fenced) {
      last.source += last.after + line;
      last.after = "";
    } else blocks.push({ kind, source: line, after: "" });
  }
  const trimmed = blocks.map((leaf) => {
    const end = leaf.source.replace(/\s*$/, "");
    return { ...leaf, source: end, after: leaf.source.slice(end.length) + leaf.after };
  });
  const named = trimmed.map((leaf) => (leaf.kind === "text" ? { ...leaf, kind: ALONE.find(([, form]) => form.test(leaf.source))?.[0] ?? "text" } : leaf));
  return { dialect: "markdown", whole: false, head, blocks: joined(named), tail: "" };
}

/** Paragraphs in a row are one text: that is how people write. */
function joined(blocks: Leaf[]): Leaf[] {
  const found: Leaf[] = [];
  for (const leaf of blocks) {
    const last = found.at(-1);
    if (last && last.kind === "text" && leaf.kind === "text") {
      found[found.length - 1] = { kind: "text", source: last.source + last.after + leaf.source, after: leaf.after };
    } else found.push(leaf);
  }
  return found;
}
