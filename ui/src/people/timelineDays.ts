/** Entries grouped by the day they are shown under, in the order given. */

import type { TimelineEntry } from "../api/types";

export function byDay(
  entries: TimelineEntry[],
  day: (at: string) => string,
): { day: string; entries: TimelineEntry[] }[] {
  const groups: { day: string; entries: TimelineEntry[] }[] = [];
  for (const entry of entries) {
    const name = day(entry.at);
    const last = groups[groups.length - 1];
    if (last?.day === name) last.entries.push(entry);
    else groups.push({ day: name, entries: [entry] });
  }
  return groups;
}

const identity = (entry: TimelineEntry) => JSON.stringify([entry.at, entry.kind, entry.event, entry.from, entry.to, entry.properties]);

/** Pages may overlap at the instant they meet: an entry of the later page that is already there is left out. */
export function joined(newer: TimelineEntry[], older: TimelineEntry[]): TimelineEntry[] {
  const seen = new Set(newer.map(identity));
  return [...newer, ...older.filter((entry) => !seen.has(identity(entry)))];
}
