/** The mapping of a file's columns: roles on screen ↔ the `map` of the API.
 *
 * A part of an event is a column or "=constant"; the other columns stand in lists parted by "|". */

import type { Column, ColumnRole, FieldMap } from "../api/types";

/** Roles that one column at most can hold. */
export const SINGLE: readonly ColumnRole[] = [
  "person",
  "anonymous",
  "time",
  "event",
  "revenue",
  "currency",
  "channel",
  "message_id",
];

/** Roles of a file of ad costs, one column each; its other columns are left out. */
export const SPEND: readonly ColumnRole[] = ["date", "channel", "campaign", "cost", "currency", "clicks", "impressions"];

export const isSpend = (map: FieldMap): boolean => map.kind === "spend";

/** Roles that any number of columns share. */
export const SHARED: readonly ColumnRole[] = ["property", "personal", "ignore"];

/** Fields that may be the same for every row, when no column gives them. */
export const CONSTANTS = ["event", "currency", "channel"] as const;

const listed = (map: FieldMap, role: string) => map[role]?.split("|") ?? [];

/** The role of each column under `map`: what the map says, else what was proposed for a column on its own. */
export function rolesUnder(map: FieldMap, columns: Column[]): Record<string, ColumnRole> {
  const held = new Map<string, ColumnRole>();
  for (const role of SHARED) for (const column of listed(map, role)) held.set(column, role);
  const spend = isSpend(map);
  for (const role of spend ? SPEND : SINGLE) if (map[role] && !map[role].startsWith("=")) held.set(map[role], role);
  return Object.fromEntries(
    columns.map(({ name, role }) => [name, held.get(name) ?? (spend ? "ignore" : SINGLE.includes(role) ? "property" : role)]),
  );
}

/** The map after `column` was given `role`. A single role leaves the column, or the constant, that held it. */
export function withRole(map: FieldMap, column: string, role: ColumnRole): FieldMap {
  const next: FieldMap = {};
  for (const [field, value] of Object.entries(map)) {
    if ((SHARED as readonly string[]).includes(field)) {
      const rest = value.split("|").filter((name) => name !== column);
      if (rest.length > 0) next[field] = rest.join("|");
    } else if (field === "kind" || value !== column) next[field] = value;
  }
  return { ...next, [role]: SHARED.includes(role) ? [...listed(next, role), column].join("|") : column };
}

/** The map with a constant for `field`; an empty text takes the constant away. */
export function withConstant(map: FieldMap, field: string, text: string): FieldMap {
  const rest = Object.fromEntries(Object.entries(map).filter(([name]) => name !== field));
  return text.trim() ? { ...rest, [field]: `=${text.trim()}` } : rest;
}

/** The constant of `field`, or null when a column gives it. */
export function constantOf(map: FieldMap, field: string): string | null {
  const value = map[field];
  if (value === undefined) return "";
  return value.startsWith("=") ? value.slice(1) : null;
}
