/** The rows of the map: those the document names, else the usual six; when it is live, the measured ones above them. */

import { isMapping, type Json, type Mapping } from "../../draft/json";
import type { Lane } from "../../api/types";
import type { LocalText } from "../../format/text";

export interface Row {
  key: string;
  name: LocalText;
  kind: Lane["kind"];
  /** The field of a stage that holds it; none: `cells`. */
  field: string | null;
  /** Not in the catalogue: the team's own. */
  own: boolean;
}

/** Measured rows that stand above the document's own in the live map, in this order. */
export const MEASURED = ["people", "advance", "time", "satisfaction", "waiting", "programmes", "lost"] as const;
const EDITED: ReadonlySet<Lane["kind"]> = new Set(["field", "text", "cell", "emotion", "touchpoints"]);

/** Whether a cell of the row can be empty for want of an edit. */
export const edited = ({ kind }: Row): boolean => EDITED.has(kind);

const keyOf = (lane: Json): string => (isMapping(lane) ? String(lane.key) : String(lane));

/** The lanes of the document as it writes them, or the usual ones. */
export function lanesOf(document: Mapping, catalogue: readonly Lane[]): Json[] {
  const written = document.lanes;
  if (Array.isArray(written) && written.length > 0) return written;
  return catalogue.filter(({ usual }) => usual).map(({ key }) => key);
}

export function rowsOf(document: Mapping, catalogue: readonly Lane[], live: boolean): Row[] {
  const known = new Map(catalogue.map((lane) => [lane.key, lane]));
  const rows = new Map<string, Row>();
  const add = (lane: Json) => {
    const key = keyOf(lane);
    const found = known.get(key);
    const name = isMapping(lane) && lane.name ? (lane.name as LocalText) : (found?.name ?? key);
    rows.set(key, { key, name, kind: found?.kind ?? "cell", field: found?.field ?? null, own: !found });
  };
  if (live) MEASURED.filter((key) => known.has(key)).forEach(add);
  for (const lane of lanesOf(document, catalogue)) if (!rows.has(keyOf(lane))) add(lane);
  return [...rows.values()];
}

/** The lanes with one more, one less, or one moved. */
export const withLane = (lanes: Json[], lane: Json): Json[] => [...lanes, lane];
export const withoutLane = (lanes: Json[], key: string): Json[] => lanes.filter((lane) => keyOf(lane) !== key);
export function movedLane(lanes: Json[], key: string, to: number): Json[] {
  const found = lanes.find((lane) => keyOf(lane) === key);
  if (found === undefined) return lanes;
  const rest = withoutLane(lanes, key);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), found, ...rest.slice(place)];
}
export const placeOfLane = (lanes: Json[], key: string): number => lanes.findIndex((lane) => keyOf(lane) === key);
