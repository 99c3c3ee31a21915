/** The address of Content and offers: which tab, and what is open in it. */

import { VOICE_SCORES, VOICE_STATES, type VoiceScore, type VoiceState } from "../api/voices";
import { text } from "../people/peopleSearch";

export const TABS = ["plan", "coverage", "threads", "forms", "offers", "objections", "reviews", "competitors", "market"] as const;
export type Tab = (typeof TABS)[number];

export interface ContentSearch {
  tab?: Tab;
  journey?: string;
  open?: string;
  /** Which of the reviews and pictures. */
  state?: VoiceState;
  score?: VoiceScore;
}

export const contentSearch = (search: Record<string, unknown>): ContentSearch => ({
  tab: TABS.find((tab) => tab === search.tab),
  journey: text(search.journey),
  open: text(search.open),
  state: VOICE_STATES.find((state) => state === search.state),
  score: VOICE_SCORES.find((score) => score === search.score),
});
