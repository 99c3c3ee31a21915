/** Changes of a body in blocks. Pure: each gives a new body, and touches no other block's text. */

import { conditionOf, expression, markOf, type Condition } from "./condition";
import { elementAt, inside, withInside } from "./scan";
import type { Block, Body, Column, Leaf, Section } from "./blocks";

/** Of a block of the body, or of one in a column: [section, column, block]. */
export type Place = [number] | [number, number, number];

export interface Row {
  place: Place;
  block: Block;
  /** How deep it stands: in columns and conditions. */
  depth: number;
}

/** The blocks in reading order, those of columns under their section. */
export function outline(body: Body): Row[] {
  const rows: Row[] = [];
  let open = 0;
  const leaf = (block: Leaf, place: Place, depth: number) => {
    const mark = block.kind === "condition" ? markOf(tagsOf(block)) : "other";
    if (mark === "end") open = Math.max(0, open - 1);
    rows.push({ place, block, depth: depth + open - (mark === "else" ? Math.min(1, open) : 0) });
    if (mark === "if") open += 1;
  };
  body.blocks.forEach((block, index) => {
    if (block.kind !== "section") return leaf(block, [index], 0);
    rows.push({ place: [index], block, depth: open });
    block.columns.forEach((column, at) => column.blocks.forEach((each, n) => leaf(each, [index, at, n], 1)));
  });
  return rows;
}

/** The Liquid of a condition block. */
export const tagsOf = (leaf: Leaf): string => (leaf.source.trimStart().startsWith("<mj-raw") ? inside(leaf.source) : leaf.source).trim();

/** Whether blocks stand in sections of their own: then a block cannot stand between them alone. */
export const sectioned = (body: Body): boolean => body.whole || body.blocks.some(({ kind }) => kind === "section");

const gap = (body: Body) => (body.dialect === "markdown" ? "\n\n" : "\n");

function listAt(body: Body, place: Place): Block[] {
  if (place.length === 1) return body.blocks;
  return (body.blocks[place[0]] as Section).columns[place[1]]!.blocks;
}

const BLANK = /\n[^\S\n]*\n/;

/** In Markdown an empty line parts blocks; a condition needs only a line of its own. */
function parted(body: Body, list: Block[]): Block[] {
  if (body.dialect === "mjml") return list;
  return list.map((block, index) => {
    const next = list[index + 1];
    const enough = !next || BLANK.test(block.after) || ((block.kind === "condition" || next.kind === "condition") && block.after.includes("\n"));
    return enough ? block : { ...block, after: "\n\n" };
  });
}

function withList(body: Body, place: Place, list: Block[]): Body {
  if (place.length === 1) return { ...body, blocks: list };
  const [section, column] = place;
  const blocks = body.blocks.map((block, index) =>
    index !== section || block.kind !== "section"
      ? block
      : { ...block, columns: block.columns.map((each, at) => (at === column ? { ...each, blocks: list as Leaf[] } : each)) },
  );
  return { ...body, blocks };
}

const last = (place: Place): number => place[place.length - 1]!;
export const beside = (place: Place, by: number): Place => [...place.slice(0, -1), last(place) + by] as Place;

export const blockAt = (body: Body, place: Place): Block | undefined => listAt(body, place)[last(place)];

/** The body with other text in a block. */
export const replaced = (body: Body, place: Place, block: Block): Body =>
  withList(body, place, listAt(body, place).map((each, index) => (index === last(place) ? block : each)));

/** The body with blocks put in before the one at `place`. */
export function inserted(body: Body, place: Place, made: Block[]): Body {
  const list = [...listAt(body, place)];
  const at = Math.min(last(place), list.length);
  const wrapped = place.length === 1 && sectioned(body) ? made.map((each) => (each.kind === "section" || each.kind === "condition" ? each : inSection([each]))) : made;
  const spaced = wrapped.map((each) => ({ ...each, after: each.after || gap(body) }));
  const before = list[at - 1];
  if (before && !before.after.includes("\n")) list[at - 1] = { ...before, after: gap(body) };
  list.splice(at, 0, ...spaced);
  return withList(body, place, parted(body, list));
}

/** The body without a block; the other ends of a condition go with its beginning. */
export function removed(body: Body, place: Place): Body {
  const list = listAt(body, place);
  const gone = new Set([last(place)]);
  const own = list[last(place)];
  if (own?.kind === "condition" && markOf(tagsOf(own)) === "if") {
    let depth = 0;
    for (let at = last(place) + 1; at < list.length; at += 1) {
      const each = list[at]!;
      const mark = each.kind === "condition" ? markOf(tagsOf(each)) : "other";
      if (mark === "if") depth += 1;
      else if (mark === "else" && depth === 0) gone.add(at);
      else if (mark === "end" && depth-- === 0) {
        gone.add(at);
        break;
      }
    }
  }
  return withList(body, place, parted(body, list.filter((_, index) => !gone.has(index))));
}

/** The body with a block one place up (−1) or down (1); null when it is at the edge. */
export function moved(body: Body, place: Place, by: -1 | 1): { body: Body; place: Place } | null {
  const list = [...listAt(body, place)];
  const at = last(place);
  const [one, other] = [list[at], list[at + by]];
  if (!one || !other) return null;
  // The space stays where it was: a block that was last has none after it.
  const [above, below] = by < 0 ? [other, one] : [one, other];
  const [first, second] = [{ ...below, after: above.after }, { ...above, after: below.after }];
  list.splice(Math.min(at, at + by), 2, first, second);
  return { body: withList(body, place, parted(body, list)), place: beside(place, by) };
}

/** The body with a block twice. */
export function doubled(body: Body, place: Place): Body {
  const own = blockAt(body, place);
  return own ? inserted(body, beside(place, 1), [{ ...own, after: "" }]) : body;
}

const CARD = '<mj-section background-color="#ffffff" css-class="card" padding="20px 0">\n';
const column = (blocks: Leaf[], width = ""): Column => ({ open: `<mj-column${width}>\n`, blocks: blocks.map((each) => ({ ...each, after: each.after || "\n" })), close: "</mj-column>", after: "\n" });

/** Blocks in a section of one column, as the frame of the house makes it. */
export const inSection = (blocks: Leaf[]): Section => ({ kind: "section", open: CARD, columns: [column(blocks)], close: "</mj-section>", after: "\n" });
export const twoColumns = (one: Leaf[], other: Leaf[]): Section => ({ ...inSection([]), columns: [column(one), column(other)] });

/** Blocks of a column in a section of their own: what columns can stand beside. */
export function inSections(body: Body): Body {
  if (body.dialect === "markdown" || sectioned(body)) return body;
  return { ...body, blocks: body.blocks.length ? [inSection(body.blocks as Leaf[])] : [] };
}

/** A tag as a block of its own. */
export const tag = (body: Body, liquid: string): Leaf => ({ kind: "condition", source: body.dialect === "markdown" ? liquid : `<mj-raw>${liquid}</mj-raw>`, after: gap(body) });

/** The block shown only when the condition holds; with `other` that block stands in its place when it does not. */
export function conditional(body: Body, place: Place, condition: Condition, other?: Leaf): Body {
  const ends = [...(other ? [tag(body, "{% else %}"), other] : []), tag(body, "{% endif %}")];
  return inserted(inserted(body, beside(place, 1), ends), place, [tag(body, `{% if ${expression(condition)} %}`)]);
}

/** The condition block with another condition in it. */
export function asked(leaf: Leaf, condition: Condition): Leaf {
  const text = `{% if ${expression(condition)} %}`;
  return { ...leaf, source: elementAt(leaf.source, 0) ? withInside(leaf.source, text) : text };
}

/** The Liquid of the condition that stands around this block and no other; null when none does. */
export function wrapping(body: Body, place: Place): string | null {
  const list = listAt(body, place);
  const [before, after] = [list[last(place) - 1], list[last(place) + 1]];
  if (before?.kind !== "condition" || after?.kind !== "condition") return null;
  const tags = tagsOf(before);
  return /^\{%-?\s*if\s/.test(tags) && markOf(tags) === "if" && markOf(tagsOf(after)) === "end" ? tags : null;
}

/** The block shown when the condition holds, or to everybody; and where it stands then. */
export function shownTo(body: Body, place: Place, condition: Condition | null): { body: Body; place: Place } {
  const wrapped = wrapping(body, place) !== null;
  const before = beside(place, -1);
  if (condition === null) return wrapped ? { body: removed(body, before), place: before } : { body, place };
  if (wrapped) return { body: replaced(body, before, asked(blockAt(body, before) as Leaf, condition)), place };
  return { body: conditional(body, place, condition), place: beside(place, 1) };
}

export { conditionOf };
