/** Values of a document, and pure changes of them. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type Mapping = { [key: string]: Json };
export type Path = (string | number)[];

export const isMapping = (value: Json | undefined): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands at a path, or undefined. */
export function at(root: Json, path: Path): Json | undefined {
  let value: Json | undefined = root;
  for (const part of path) {
    if (Array.isArray(value)) value = value[Number(part)];
    else if (isMapping(value)) value = value[String(part)];
    else return undefined;
  }
  return value;
}

/** The same document with `value` at `path`; only what is on the way is copied. `undefined` takes the name away. */
export function put<T extends Json>(root: T, path: Path, value: Json | undefined): T {
  const [first, ...rest] = path;
  if (first === undefined) return value as T;
  if (Array.isArray(root)) {
    const next = [...root];
    next[Number(first)] = put(next[Number(first)] ?? null, rest, value) as Json;
    return next as T;
  }
  const { [String(first)]: old, ...others } = (isMapping(root) ? root : {}) as Mapping;
  if (rest.length === 0 && value === undefined) return others as T;
  const next = put((old ?? (typeof rest[0] === "number" ? [] : {})) as Json, rest, value);
  // A name keeps its place among the others, so that a text changes where it was changed.
  return (old === undefined
    ? { ...others, [String(first)]: next }
    : Object.fromEntries(Object.entries(root as Mapping).map(([name, each]) => [name, name === String(first) ? next : each]))) as T;
}

/** A key that nobody has: the wanted one, or with the next free number. */
export function freshKey(taken: Iterable<string>, wanted: string): string {
  const used = new Set(taken);
  const stem = wanted.replace(/-\d+$/, "");
  let number = used.size === 0 ? 1 : 2;
  let key = /-\d+$/.test(wanted) ? wanted : `${stem}-1`;
  while (used.has(key)) key = `${stem}-${number++}`;
  return key;
}
