/** Periods with a name, as days of the calendar. */

import type { Search } from "../app/address";
import { one } from "./search";

export const PRESETS = ["usual", "30", "90", "365", "all", "own"] as const;
export type Preset = (typeof PRESETS)[number];

/** The first and the last day there is data of, "2026-11-22". */
export interface Span {
  first: string | null;
  last: string | null;
}

const DAY_MS = 86_400_000;

function daysBefore(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - count * DAY_MS).toISOString().slice(0, 10);
}

/** The days of a preset: what the address will say. */
export function daysOf(preset: Preset, span: Span): { from?: string; to?: string } {
  if (preset === "usual" || !span.last) return {};
  if (preset === "all") return span.first ? { from: span.first } : {};
  if (preset === "own") return { from: daysBefore(span.last, 29), to: span.last };
  return { from: daysBefore(span.last, Number(preset) - 1) };
}

/** The name of what the address says. */
export function presetOf(search: Search, span: Span): Preset {
  const from = one(search.from);
  const to = one(search.to);
  if (!from && !to) return "usual";
  if (to || !span.last) return "own";
  return PRESETS.find((preset) => preset !== "usual" && preset !== "own" && daysOf(preset, span).from === from) ?? "own";
}
