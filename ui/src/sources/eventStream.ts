/** The newest events, newest first, each once. */

import type { EventRow } from "../api/types";

export const KEPT = 50;

export function arrived(known: EventRow[], fresh: EventRow[]): EventRow[] {
  const seen = new Set(known.map(({ seq }) => seq));
  const all = [...known, ...fresh.filter(({ seq }) => !seen.has(seq))];
  return all.sort((a, b) => b.seq - a.seq).slice(0, KEPT);
}
