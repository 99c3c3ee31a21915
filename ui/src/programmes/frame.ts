/** What starts or ends a programme, as the panel chooses among its kinds. */

import type { Json } from "../draft/json";

export const TRIGGERS = ["none", "event", "stage", "segment", "schedule", "audience"] as const;
export type TriggerKind = (typeof TRIGGERS)[number];

// A schedule may name a segment, so it is looked for first.
const ORDER = ["schedule", "audience", "event", "stage", "segment"] as const;

export function triggerKind(value: Json | undefined): TriggerKind {
  if (typeof value === "string") return "event";
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "none";
  return ORDER.find((kind) => kind in value) ?? "none";
}

export function startOf(kind: TriggerKind): Json | undefined {
  switch (kind) {
    case "none":
      return undefined;
    case "schedule":
      return { schedule: { every: "week", on: "mon", at: "09:00" }, segment: "" };
    case "audience":
      return { audience: { segment: "" } };
    default:
      return { [kind]: "" };
  }
}
