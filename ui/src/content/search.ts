/** The address of Content and offers: which tab, and what is open in it. */

import { text } from "../people/peopleSearch";

export const TABS = ["plan", "coverage", "threads", "forms", "offers", "objections", "competitors", "market"] as const;
export type Tab = (typeof TABS)[number];

export interface ContentSearch {
  tab?: Tab;
  journey?: string;
  open?: string;
}

export const contentSearch = (search: Record<string, unknown>): ContentSearch => ({
  tab: TABS.find((tab) => tab === search.tab),
  journey: text(search.journey),
  open: text(search.open),
});
