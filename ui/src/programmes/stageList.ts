/** The list by stage as it is shown: filtered, with what belongs to no stage last. */

import type { LocalText } from "../format/text";
import type { ProgrammeList, ProgrammeRow } from "../api/types";
import type { ProgrammesSearch } from "./programmesSearch";

export interface StageGroup {
  key: string | null;
  name: LocalText | null;
  programmes: ProgrammeRow[];
}

export function filtered(list: ProgrammeList, { state, q }: ProgrammesSearch, text: (value: LocalText) => string): StageGroup[] {
  const wanted = q?.toLowerCase() ?? "";
  const passes = (row: ProgrammeRow) =>
    (!state || row.state === state) && (text(row.name).toLowerCase().includes(wanted) || row.key.toLowerCase().includes(wanted));
  const groups: StageGroup[] = list.stages.map(({ key, name, programmes }) => ({ key, name, programmes: programmes.filter(passes) }));
  return list.unbound.length > 0 ? [...groups, { key: null, name: null, programmes: list.unbound.filter(passes) }] : groups;
}

/** A key that no programme has: the template's own, or with a number. */
export function freeKey(list: ProgrammeList | undefined, wanted: string): string {
  const taken = new Set([...(list?.stages.flatMap(({ programmes }) => programmes) ?? []), ...(list?.unbound ?? [])].map(({ key }) => key));
  let key = wanted;
  for (let number = 2; taken.has(key); number++) key = `${wanted}-${number}`;
  return key;
}
