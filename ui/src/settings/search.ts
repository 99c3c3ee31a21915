/** What the address of Settings says. */

export const TABS = ["ready", "sender", "team", "me", "workspace", "audit"] as const;
export type Tab = (typeof TABS)[number];

export function settingsSearch(search: Record<string, unknown>): { tab?: Tab } {
  return { tab: TABS.find((each) => each === search.tab) };
}
