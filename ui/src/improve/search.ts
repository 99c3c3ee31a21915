/** The address of Improve: which tab, and what is open in it. */

import { text } from "../people/peopleSearch";

export const TABS = ["board", "ideas", "decisions", "review", "calendar", "stop"] as const;
export type Tab = (typeof TABS)[number];

export interface ImproveSearch {
  tab?: Tab;
  journey?: string;
  open?: string;
  stage?: string;
  kind?: string;
}

export const improveSearch = (search: Record<string, unknown>): ImproveSearch => ({
  tab: TABS.find((tab) => tab === search.tab),
  journey: text(search.journey),
  open: text(search.open),
  stage: text(search.stage),
  kind: text(search.kind),
});
