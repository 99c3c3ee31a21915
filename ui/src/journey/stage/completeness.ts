/** How many of a stage's places hold something: what is not for every stage is not counted. */

import type { Json, Mapping } from "../../draft/json";

export const COUNTED = [
  "axis",
  "goal",
  "tasks",
  "actions",
  "places",
  "questions",
  "learning",
  "change_in_thinking",
  "change_in_doing",
  "enter",
  "expected_days",
  "emotion_assumed",
  "expectation",
  "objections",
  "triggers",
  "decision_criteria",
  "proof",
  "frictions",
  "owner",
] as const;

const holds = (value: Json | undefined): boolean => value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

export function filled(stage: Mapping): { filled: number; total: number; missing: (typeof COUNTED)[number][] } {
  const missing = COUNTED.filter((field) => !holds(stage[field]));
  return { filled: COUNTED.length - missing.length, total: COUNTED.length, missing };
}
