/** Somebody made up to look at a message as. Pure. */

import type { InventedPerson } from "../api/types";
import type { Tongue } from "../draft/localText";

/** Who the message is looked at as: somebody there, or somebody made up. */
export type Whom = { person: string } | { invented: InventedPerson };

/** An address that is nobody's. */
const EMAIL = "example@example.com";

export const CASES = ["noName", "noConsent", "otherLanguage"] as const;
export type Case = (typeof CASES)[number];

export const begun = (name: string, language: Tongue, stage: string | null): InventedPerson => ({
  name,
  email: EMAIL,
  phone: "",
  language,
  stage,
  traits: {},
  consent: true,
  orders: 0,
  days_since_order: 0,
  segments: null,
});

/** Whether the person is the case; `home` is the language of the workspace. */
export function isCase(of: InventedPerson, which: Case, home: Tongue): boolean {
  if (which === "noName") return !of.name.trim();
  return which === "noConsent" ? !of.consent : of.language !== home;
}

/** The person as the case, or no longer; `name` is what they are called again. */
export function switched(of: InventedPerson, which: Case, home: Tongue, name: string): InventedPerson {
  const on = !isCase(of, which, home);
  if (which === "noName") return { ...of, name: on ? "" : name };
  if (which === "noConsent") return { ...of, consent: !on };
  return { ...of, language: on ? (home === "fi" ? "en" : "fi") : home };
}

/** What was written as a value: numbers and yes and no as they are. */
export function valueOf(text: string): string | number | boolean {
  const bare = text.trim();
  if (bare === "true" || bare === "false") return bare === "true";
  return bare !== "" && /^-?\d+(\.\d+)?$/.test(bare) && String(Number(bare)) === bare ? Number(bare) : text;
}

/** The rows of the form as traits; a row without a name says nothing. */
export const traitsOf = (rows: readonly { name: string; value: string }[]): InventedPerson["traits"] =>
  Object.fromEntries(rows.filter(({ name }) => name.trim()).map(({ name, value }) => [name.trim(), valueOf(value)]));
