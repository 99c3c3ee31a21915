/** A text of the document in one language or two, as a field edits it. */

import type { Json, Mapping } from "./json";

export type Tongue = "fi" | "en";

const parts = (value: Json | undefined): Mapping | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;

/** What stands in a language; a plain text stands in the workspace's own. */
export function written(value: Json | undefined, language: Tongue, home: Tongue): string {
  const both = parts(value);
  if (both) return typeof both[language] === "string" ? both[language] : "";
  return language === home && typeof value === "string" ? value : "";
}

/** The value with the text of one language changed; a plain text stays plain until another language comes. */
export function spoken(value: Json | undefined, language: Tongue, home: Tongue, text: string): Json | undefined {
  const both = parts(value);
  if (!both) {
    if (language === home) return text;
    if (text === "") return value;
    return typeof value === "string" && value ? { [home]: value, [language]: text } : { [language]: text };
  }
  const { [language]: _, ...others } = both;
  return text === "" ? others : { ...both, [language]: text };
}
