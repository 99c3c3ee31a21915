/** What the address of Metrics may say: the filter that all reports share, and a report's own parameters. */

import type { Search } from "../app/address";

export const FILTER = ["segment", "persona", "channel", "device", "product", "from", "to", "compare"] as const;
export type FilterName = (typeof FILTER)[number];
/** Those of the filter that choose people, with the list of the options that each is chosen from. */
export const GROUPS = {
  segment: "segments",
  persona: "personas",
  channel: "channels",
  device: "devices",
  product: "products",
} as const;
export type GroupName = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as GroupName[];

const isFilter = (name: string): name is FilterName => (FILTER as readonly string[]).includes(name);

/** All that is asked: the server says what it does not know. */
export function reportSearch(search: Record<string, unknown>): Search {
  const found: Search = {};
  for (const [name, value] of Object.entries(search)) {
    const texts = [value].flat().filter((each) => each !== undefined && each !== null && each !== "").map(String);
    if (texts.length > 0) found[name] = texts.length === 1 ? texts[0] : texts;
  }
  return found;
}

export interface MetricsSearch {
  q?: string;
  [name: string]: string | string[] | undefined;
}

/** The list keeps the filter on the way from one report to another, and what is searched for. */
export function metricsSearch(search: Record<string, unknown>): MetricsSearch {
  const { q, ...rest } = reportSearch(search);
  return { ...filterOf(rest), ...(typeof q === "string" ? { q } : {}) };
}

/** Only the filter: what moves along from report to report. */
export function filterOf(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([name]) => isFilter(name)));
}

/** How many parts of the filter limit what is seen. */
export function limits(search: Search): number {
  return Object.keys(filterOf(search)).filter((name) => name !== "compare").length;
}

/** A value of the address as one text. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.at(-1) : value;
}

export function many(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat();
}

/** The same address with one thing changed; what is as usual is not said, so that addresses stay short. */
export function changed(search: Search, name: string, value: string | string[] | undefined): Search {
  const { [name]: _, ...rest } = search;
  return value === undefined || value.length === 0 ? rest : { ...rest, [name]: value };
}
