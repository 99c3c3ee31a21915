/** What can be edited of a block, by name; a change touches nothing else of its text. */

import { HEADING, PRODUCTS, type Dialect, type Leaf, type LeafKind } from "./blocks";
import { toHtml, toLight } from "./light";
import { attribute, escaped, inside, unescaped, withAttribute, withInside } from "./scan";

export type Fields = Record<string, string>;

/** Where a list of products is looked for at first. */
const LIST = ["trait", "products"].join(".");
const PICTURE = /^!\[([^\]\n]*)\]\(([^)\n]*)\)$/;
const LINK = /^\[([^\]\n]*)\]\(((?:\{\{[^\n]*?\}\}|[^)\n])*)\)$/;
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, " ");

export function fieldsOf(leaf: Leaf, dialect: Dialect): Fields {
  const { kind, source } = leaf;
  if (dialect === "markdown") {
    if (kind === "heading") {
      const [, marks = "#", text = ""] = /^(#{1,4}) ?(.*)$/.exec(source) ?? [];
      return { level: String(marks.length), text };
    }
    if (kind === "image") {
      const [, alt = "", src = ""] = PICTURE.exec(source) ?? [];
      return { src, alt };
    }
    if (kind === "button") {
      const [, text = "", href = ""] = LINK.exec(source) ?? [];
      return { text, href };
    }
    return kind === "text" ? { text: source } : { source };
  }
  switch (kind) {
    case "heading": {
      const [, level = "2", html = ""] = HEADING.exec(inside(source)) ?? [];
      return { level, text: unescaped(html.trim()) };
    }
    case "image":
      return { src: attribute(source, "src"), alt: attribute(source, "alt"), href: attribute(source, "href") };
    case "button":
      return { text: unescaped(inside(source).trim()), href: attribute(source, "href") };
    case "spacer":
      return { height: attribute(source, "height") || "20px" };
    case "products": {
      const [, list = "", most = ""] = PRODUCTS.exec(inside(source)) ?? [];
      return { list, most };
    }
    case "text": {
      const light = toLight(inside(source));
      return light === null ? { html: inside(source).trim() } : { text: light };
    }
    default:
      return { source };
  }
}

/** The block with one field changed. */
export function withField(leaf: Leaf, dialect: Dialect, name: string, value: string): Leaf {
  const fields = { ...fieldsOf(leaf, dialect), [name]: value };
  return { ...leaf, source: name === "source" ? value : dialect === "markdown" ? markdown(leaf.kind, fields, value) : mjml(leaf, name, fields, value) };
}

function markdown(kind: LeafKind, fields: Fields, value: string): string {
  if (kind === "heading") return `${"#".repeat(Number(fields.level))} ${oneLine(fields.text ?? "")}`;
  if (kind === "image") return `![${oneLine(fields.alt ?? "").replace(/[[\]]/g, "")}](${oneLine(fields.src ?? "").replace(/[()\s]/g, encode)})`;
  if (kind === "button") return `[${oneLine(fields.text ?? "").replace(/[[\]]/g, "")}](${address(fields.href ?? "")})`;
  return value;
}

const encode = (letter: string) => (letter === "(" ? "%28" : letter === ")" ? "%29" : "%20");
/** Liquid may have any letters; the rest of an address no bracket and no space. */
const address = (href: string) =>
  oneLine(href)
    .split(/(\{\{.*?\}\})/)
    .map((part, index) => (index % 2 ? part : part.replace(/[()\s]/g, encode)))
    .join("");

function mjml({ kind, source }: Leaf, name: string, fields: Fields, value: string): string {
  switch (kind) {
    case "heading":
      return withInside(source, `<h${fields.level}>${escaped(fields.text ?? "")}</h${fields.level}>`);
    case "image":
      return withAttribute(source, name, value, name === "alt" || name === "src");
    case "button":
      return name === "text" ? withInside(source, escaped(value)) : withAttribute(source, name, value, name === "href");
    case "spacer":
      return withAttribute(source, name, value);
    case "products":
      return withInside(source, products(fields.list ?? "", fields.most ?? ""));
    case "text":
      return withInside(source, name === "html" ? value : toHtml(value));
    default:
      return value;
  }
}

const products = (list: string, most: string) =>
  `{% for product in ${list.replace(/[^\w.]/g, "") || LIST} limit: ${Math.max(1, Math.trunc(Number(most)) || 1)} %}<p><strong>{{ product.name }}</strong><br />{{ product.price | money }}</p>{% endfor %}`;

/** What new blocks say before anybody has written into them; words in the language of the message. */
export interface Starts {
  heading: string;
  text: string;
  button: string;
  offer: string;
  unsubscribe: string;
}

/** A new block. Of Markdown only those it has: the others need MJML. */
export function fresh(kind: LeafKind, dialect: Dialect, starts: Starts): Leaf {
  const made = (source: string): Leaf => ({ kind, source, after: "" });
  if (dialect === "markdown") {
    if (kind === "heading") return made(`## ${starts.heading}`);
    if (kind === "image") return made("![](https://)");
    if (kind === "button") return made(`[${starts.button}](https://)`);
    return made(kind === "divider" ? "---" : starts.text);
  }
  switch (kind) {
    case "heading":
      return made(`<mj-text><h2>${escaped(starts.heading)}</h2></mj-text>`);
    case "image":
      return made('<mj-image src="" alt="" />');
    case "button":
      return made(`<mj-button href="https://">${escaped(starts.button)}</mj-button>`);
    case "divider":
      return made("<mj-divider />");
    case "spacer":
      return made('<mj-spacer height="20px" />');
    case "products":
      return made(`<mj-text>${products(LIST, "3")}</mj-text>`);
    case "offer":
      return made(
        `<mj-text><h2>{{ offer.name }}</h2>{% if offer.description %}<p>{{ offer.description | newline_to_br }}</p>{% endif %}<p><strong>{{ offer.price }}</strong></p><p><a href="{{ offer.url }}">${escaped(starts.offer)}</a></p></mj-text>`,
      );
    case "contact":
      return made(
        `<mj-text font-size="13px"><p>{{ company.name }}<br />{{ company.address }}<br />{{ company.email }}</p><p><a href="{{ links.unsubscribe }}">${escaped(starts.unsubscribe)}</a></p></mj-text>`,
      );
    default:
      return made(`<mj-text><p>${escaped(starts.text)}</p></mj-text>`);
  }
}

/** The kinds that Markdown can say. */
export const IN_MARKDOWN: readonly LeafKind[] = ["heading", "text", "image", "button", "divider"];
