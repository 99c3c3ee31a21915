/** The parts of the document that make the content plan and the script, and pure changes of them. */

import { at, freshKey, isMapping, put, type Json, type Mapping, type Path } from "../draft/json";

export const LISTS = ["topics", "threads", "objections", "proof", "competitors"] as const;
export type List = (typeof LISTS)[number];

export const parts = (document: Mapping, list: string): Mapping[] => {
  const value = document[list];
  return Array.isArray(value) ? value.filter(isMapping) : [];
};

export const keyOf = (part: Mapping): string => String(part.key ?? "");

/** A list of keys; a single one may be written without a list. */
export const keysIn = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(String) : typeof value === "string" ? [value] : []);

export const find = (document: Mapping, list: string, key: string): Mapping | undefined => parts(document, list).find((part) => keyOf(part) === key);

const place = (document: Mapping, list: string, key: string): number =>
  Array.isArray(document[list]) ? document[list].findIndex((part) => isMapping(part) && keyOf(part) === key) : -1;

/** The document with a value at a path inside a part of a list; it is the same when the part is gone. */
export function within(document: Mapping, list: string, key: string, path: Path, value: Json | undefined): Mapping {
  const index = place(document, list, key);
  return index < 0 ? document : put(document, [list, index, ...path], value);
}

/** With another part at the end of a list; gives its key, too. */
export function added(document: Mapping, list: string, stem: string, part: Mapping): { document: Mapping; key: string } {
  const now = parts(document, list);
  const key = freshKey(now.map(keyOf), stem);
  return { document: { ...document, [list]: [...now, { key, ...part }] }, key };
}

/** Without a part; a list that becomes empty is left out. */
export function removed(document: Mapping, list: string, key: string): Mapping {
  const rest = parts(document, list).filter((part) => keyOf(part) !== key);
  return put(document, [list], rest.length ? rest : undefined);
}

/** With a part back where it stood. */
export function restored(document: Mapping, list: string, index: number, part: Mapping): Mapping {
  const now = parts(document, list).filter((one) => keyOf(one) !== keyOf(part));
  return { ...document, [list]: [...now.slice(0, index), part, ...now.slice(index)] };
}

/** The stages of which no topic tells: until there are none, it is too early for formats and channels. */
export function topicless(document: Mapping): Mapping[] {
  const told = new Set(parts(document, "topics").flatMap((topic) => keysIn(topic.stages)));
  return parts(document, "stages").filter((stage) => !told.has(keyOf(stage)));
}

export const DONE = ["ready", "published"];

/** The name of the event that tells somebody met a piece, whichever way it is written. */
export const eventName = (piece: Mapping): string => {
  const event = piece.event;
  return typeof event === "string" ? event : isMapping(event) ? String(at(event, ["event"]) ?? "") : "";
};

/** A day that has passed. */
export const passed = (day: Json | undefined, today: string): boolean => typeof day === "string" && day !== "" && day < today;
