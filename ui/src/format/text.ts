/** Texts that stand in the journey document: a plain string, or one for each language. */

import { MISSING, type Language } from "./number";

export type LocalText = string | { fi?: string | null; en?: string | null };

export function localText(text: LocalText | null | undefined, language: Language): string {
  if (!text) return MISSING;
  if (typeof text === "string") return text;
  return text[language] ?? text.fi ?? text.en ?? MISSING;
}

/** The language a text is really in, when it differs from the page's: for the `lang` attribute. */
export function textLanguage(text: LocalText | null | undefined, language: Language): Language | undefined {
  if (!text || typeof text === "string" || text[language]) return undefined;
  return text.fi ? "fi" : text.en ? "en" : undefined;
}

/** Finnish order: å, ä and ö after z. */
export function collator(language: Language): Intl.Collator {
  return new Intl.Collator(language === "fi" ? "fi" : "en", { numeric: true, sensitivity: "base" });
}
