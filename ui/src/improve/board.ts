/** Which card stands in which column of the board, and what its next step is. Pure. */

import type { Improvement, ImprovementKind, ImprovementState } from "../api/improve";

export const COLUMNS = ["ideas", "opportunities", "experiments", "done"] as const;
export type BoardColumn = (typeof COLUMNS)[number];

const OF_KIND: Partial<Record<ImprovementKind, BoardColumn>> = { idea: "ideas", opportunity: "opportunities", experiment: "experiments" };

/** Null: it does not stand on the board. What was taken further is seen as what it became. */
export function columnOf(item: Improvement): BoardColumn | "frictions" | null {
  if (item.state === "rejected") return null;
  if (item.state === "done") return item.verified?.by ? null : "done";
  if (item.continued) return null;
  return item.kind === "friction" ? "frictions" : (OF_KIND[item.kind] ?? null);
}

/** The most valuable first; those without a score after them, by votes. */
export function ranked(items: Improvement[]): Improvement[] {
  return [...items].sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || b.votes - a.votes || b.id - a.id);
}

export type Step = { promote: "opportunity" | "experiment" } | { state: ImprovementState };

/** The one thing that is usually done next. */
export function nextStep(item: Improvement): Step | null {
  if (item.continued || item.state === "done" || item.state === "rejected") return null;
  if (item.kind === "idea" || item.kind === "friction") return { promote: "opportunity" };
  return item.state === "doing" ? { state: "done" } : { state: "doing" };
}

export interface BoardFilter {
  stage?: string;
  kind?: string;
}

export const passes = (item: Improvement, { stage, kind }: BoardFilter): boolean =>
  (!stage || item.stage === stage) && (!kind || item.kind === kind);
