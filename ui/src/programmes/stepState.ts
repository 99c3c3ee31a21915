/** How far a step is, by the worst that is wrong with it. */

import type { Problem } from "../api/types";

export type StepState = "unfinished" | "warning" | "ready";

/** Of each step that something is wrong with; the others are ready. Hints leave a step ready. */
export function stepStates(problems: Problem[]): Map<string, StepState> {
  const found = new Map<string, StepState>();
  for (const { level, params } of problems) {
    if (typeof params.node !== "string" || level === "hint") continue;
    const key = params.node.split(">")[0]!;
    if (found.get(key) !== "unfinished") found.set(key, level === "error" ? "unfinished" : "warning");
  }
  return found;
}
