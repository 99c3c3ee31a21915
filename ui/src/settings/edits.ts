/** What is changed of the settings and not saved yet: only that, so that what the file says otherwise stays in sight. Pure. */

import type { SettingsValues } from "../api/settings";

type Section = keyof SettingsValues;
export type Path = { [S in Section]: `${S}/${Extract<keyof SettingsValues[S], string>}` }[Section];
export type Value = string | number | null | string[];
export type Edits = Partial<Record<Path, Value>>;

export function read(values: SettingsValues, edits: Edits, path: Path): Value {
  return path in edits ? edits[path]! : saved(values, path);
}

/** The edits with one more; what is as saved is no edit. */
export function edited(values: SettingsValues, edits: Edits, path: Path, value: Value): Edits {
  const { [path]: _, ...others } = edits;
  return same(saved(values, path), value) ? (others as Edits) : { ...others, [path]: value };
}

/** The values to be saved. */
export function merged(values: SettingsValues, edits: Edits): SettingsValues {
  const found = structuredClone(values) as Record<string, Record<string, Value>>;
  for (const [path, value] of Object.entries(edits)) {
    const [section, key] = path.split("/") as [string, string];
    found[section]![key] = value;
  }
  return found as unknown as SettingsValues;
}

function saved(values: SettingsValues, path: Path): Value {
  const [section, key] = path.split("/") as [string, string];
  return (values as unknown as Record<string, Record<string, Value>>)[section]![key] ?? null;
}

const same = (one: Value, other: Value) => JSON.stringify(one) === JSON.stringify(other);
