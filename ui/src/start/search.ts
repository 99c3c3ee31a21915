/** The address of the start: none of these while the first three things are asked, then which journey and which question. */

import { text } from "../people/peopleSearch";

export const STEPS = ["audience", "stages", "change", "learning", "questions", "time", "topics", "ready"] as const;
export type Step = (typeof STEPS)[number];

export interface StartSearch {
  journey?: string;
  step?: Step;
}

export const startSearch = (search: Record<string, unknown>): StartSearch => ({
  journey: text(search.journey),
  step: STEPS.find((step) => step === search.step),
});
