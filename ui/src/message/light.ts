/** HTML of a text block as people write it: paragraphs, **bold**, *slanted*, [links](address) and lists. */

import { escaped, unescaped } from "./scan";

const BULLET = /^- /;
const NUMBER = /^\d+\. /;

function spans(text: string): string {
  return escaped(text)
    .replace(/\[([^\]\n]+)\]\(((?:\{\{.*?\}\}|[^)\s])+)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*(?!\s)((?:[^*\n]|\*(?!\*)[^*\n]+\*(?!\*))+?)\*\*/g, "<strong>$1</strong>")
    .replace(/\*(?!\s)([^*\n]+?)\*/g, "<em>$1</em>");
}

/** The HTML of a text as it is written in the field; "- " and "1. " at the beginning of every line make a list. */
export function toHtml(light: string): string {
  const parts = light
    .replace(/\r/g, "")
    .split(/\n{2,}/)
    .map((each) => each.replace(/^\n+|\n+$/g, ""))
    .filter((each) => each.trim() !== "");
  return parts
    .map((part) => {
      const lines = part.split("\n");
      for (const [tag, mark] of [["ul", BULLET], ["ol", NUMBER]] as const) {
        if (lines.every((line) => mark.test(line))) return `<${tag}>\n${lines.map((line) => `<li>${spans(line.replace(mark, ""))}</li>`).join("\n")}\n</${tag}>`;
      }
      return `<p>${lines.map(spans).join("<br />\n")}</p>`;
    })
    .join("\n");
}

function fromSpans(html: string): string {
  return unescaped(
    html
      .replace(/<a href="([^"<>]*)">((?:(?!<a )[\s\S])*?)<\/a>/g, (_, href: string, words: string) => `[${words}](${href})`)
      .replace(/<strong>([\s\S]*?)<\/strong>/g, "**$1**")
      .replace(/<em>([\s\S]*?)<\/em>/g, "*$1*")
      .replace(/<br \/>\n?/g, "\n"),
  );
}

/** The text of the field, or null when the HTML says more than it can: then the HTML itself is edited. */
export function toLight(html: string): string | null {
  const parts: string[] = [];
  const rest = html.trim().replace(/<(p|ul|ol)>([\s\S]*?)<\/\1>\n?/g, (_, tag: string, inner: string) => {
    if (tag === "p") parts.push(fromSpans(inner));
    else {
      let number = 0;
      const lines = [...inner.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, item]) => `${tag === "ul" ? "-" : `${++number}.`} ${fromSpans(item!)}`);
      parts.push(lines.join("\n"));
    }
    return "";
  });
  const light = parts.join("\n\n");
  return rest.trim() === "" && toHtml(light) === html.trim() ? light : null;
}
