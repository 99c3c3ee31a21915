/** The mapping of a file's columns: roles on screen ↔ the `map` of the API (a column, or "=constant"). */

import type { ColumnRole, FieldMap, Proposal } from "../api/types";

/** Roles that one column at most can hold; the others are shared by any number of columns. */
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

/** Fields that may be the same for every row, when no column gives them. */
export const CONSTANTS = ["event", "currency", "channel"] as const;

/** The role of each column under `map`: what the map names, else what was proposed for a column on its own. */
export function rolesUnder(map: FieldMap, columns: Proposal["columns"]): Record<string, ColumnRole> {
  const named = new Map(
    Object.entries(map)
      .filter(([, value]) => !value.startsWith("="))
      .map(([field, column]) => [column, field as ColumnRole]),
  );
  return Object.fromEntries(
    columns.map(({ name, role }) => [name, named.get(name) ?? (SINGLE.includes(role) ? "property" : role)]),
  );
}

/** The map after `column` was given `role`. A single role leaves the column, or the constant, that held it. */
export function withRole(map: FieldMap, column: string, role: ColumnRole): FieldMap {
  const kept = Object.entries(map).filter(([field, value]) => value !== column && field !== role);
  return Object.fromEntries(SINGLE.includes(role) ? [...kept, [role, column]] : kept);
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
