/** The query of an address, both ways: text stays text, a list is a name said many times, and nothing is JSON. */

export type Search = Record<string, string | string[] | undefined>;

export function readAddress(query: string): Search {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = found[name];
    found[name] = before === undefined ? value : [before, value].flat();
  }
  return found;
}

/** "?a=b&a=c", or nothing. What is empty is not said. */
export function writeAddress(search: Record<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const each of [value].flat()) {
      if (each !== undefined && each !== null && each !== "") query.append(name, String(each));
    }
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}
