/** The goal that an arrow could have. Pure. */

import type { Arrow, HomeStage } from "../api/types";
import type { ReportRow } from "../api/reports";
import type { Mapping } from "../draft/json";
import { localText } from "../format/text";
import { numberIn } from "../metrics/cell";

const SMALLEST = 0.01; // a goal that chance alone can reach is no goal
const DAY_MS = 86_400_000;

/** What is likely to be reached: the lower end of the gain, at least a percentage point. As a whole per cent. */
export function target(row: ReportRow): number {
  const now = numberIn(row.conversion) ?? 0;
  const gain = Math.max(numberIn(row.gain_low) ?? 0, SMALLEST);
  return Math.min(100, Math.round((now + gain) * 100));
}

/** `end`: the moment the figures reach to; the goal is due one window later. */
export function goalOfArrow(row: ReportRow, arrow: Arrow, stages: readonly HomeStage[], end: string): Mapping {
  const name = (key: string, language: "fi" | "en") => localText(stages.find((stage) => stage.key === key)?.name ?? key, language);
  return {
    name: { fi: `${name(arrow.from, "fi")} → ${name(arrow.to, "fi")}`, en: `${name(arrow.from, "en")} → ${name(arrow.to, "en")}` },
    from: arrow.from,
    to: arrow.to,
    target: target(row) / 100,
    within_days: Math.max(1, Math.round(arrow.window_days)),
    date: new Date(Date.parse(end) + arrow.window_days * DAY_MS).toISOString().slice(0, 10),
  };
}
