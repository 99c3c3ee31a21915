/** Opportunities in the order of what they are worth, with where their dots stand. Pure. */

import type { Improvement } from "../../api/improve";

export interface Graded {
  item: Improvement;
  place: number;
  /** What the team said, else what the data say. */
  customer: number | null;
  effort: number | null;
  /** Per cent to the side, so that dots on one spot do not hide each other. */
  shift: number;
}

export function graded(all: readonly Improvement[]): Graded[] {
  const seen = new Map<string, number>();
  return all
    .filter(({ kind, state }) => kind === "opportunity" && state !== "rejected" && state !== "done")
    .sort((a, b) => (b.score ?? -1) - (a.score ?? -1) || a.id - b.id)
    .map((item, index) => {
      const customer = item.customer_value ?? item.measured?.value ?? null;
      const spot = `${customer ?? 3} ${item.effort ?? 3}`;
      const before = seen.get(spot) ?? 0;
      seen.set(spot, before + 1);
      return { item, place: index + 1, customer, effort: item.effort, shift: before * 4 };
    });
}
