/** Why a report has nothing to show: there are three kinds of nothing. */

import type { Search } from "../app/address";
import type { ReportAnswer } from "../api/reports";
import { limits } from "./search";

export type Emptiness = "first" | "filtered" | "notYet";

export function hasNothing({ figures, sheets }: Pick<ReportAnswer, "figures" | "sheets">): boolean {
  return figures.every(({ value }) => value === null || value === 0) && sheets.every(({ rows }) => rows.length === 0);
}

/** null: there is something. `events`: how many the whole workspace has. */
export function emptiness(answer: ReportAnswer, search: Search, events: number | undefined): Emptiness | null {
  if (events === 0) return "first";
  if (answer.n !== 0 && !hasNothing(answer)) return null;
  if (limits(search) > 0) return "filtered";
  return hasNothing(answer) ? "notYet" : null;
}
