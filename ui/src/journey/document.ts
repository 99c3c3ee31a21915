/** What the screens read of the journey document. */

import type { JourneyDocument } from "../api/types";
import type { LocalText } from "../format/text";

export function channelNames(document: JourneyDocument | undefined): Map<string, LocalText> {
  return new Map((document?.channels ?? []).map(({ key, name }) => [key, name ?? key]));
}

/** The filled texts of a stage, in the order a reader asks for them; lists stay lists. */
export const STAGE_TEXTS = [
  "goal",
  "actions",
  "places",
  "questions",
  "learning",
  "change_in_thinking",
  "change_in_doing",
  "expectation",
  "triggers",
  "decision_criteria",
  "objections",
  "proof",
  "frictions",
] as const;

/** Goal, actions and places are the three a stage cannot do without: an empty one is shown as a gap. */
export const NEEDED: ReadonlySet<string> = new Set(["goal", "actions", "places"]);

export type StageText = (typeof STAGE_TEXTS)[number];

export function textsOf(stage: Record<string, unknown>): { field: StageText; texts: LocalText[] }[] {
  return STAGE_TEXTS.map((field) => {
    const value = stage[field];
    const texts = (Array.isArray(value) ? value : value ? [value] : []) as LocalText[];
    return { field, texts };
  }).filter(({ field, texts }) => texts.length > 0 || NEEDED.has(field));
}
