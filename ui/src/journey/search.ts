/** The address of a journey: which one, in which mode, and what is chosen on it. A mode keeps what another has chosen. */

import { text } from "../people/peopleSearch";

export const MODES = ["design", "live", "optimise"] as const;
export type Mode = (typeof MODES)[number];

export interface JourneySearch {
  /** Key of the journey; none: the one that runs. */
  journey?: string;
  mode?: Mode;
  stage?: string;
  /** A row of the map. */
  lane?: string;
  /** How large the map is drawn, in per cent; none: as it was last. */
  scale?: number;
  /** The third zoom: one stage fills the page. */
  zoom?: "stage";
  /** What is open beside the map: goal, history, publish, comments, personas, lanes, export, source … */
  panel?: string;
  open?: string;
}

export const SCALES = { least: 30, most: 150 };

function scaleOf(asked: unknown): number | undefined {
  const scale = Number(asked);
  return Number.isInteger(scale) && scale >= SCALES.least && scale <= SCALES.most ? scale : undefined;
}

export const journeySearch = (search: Record<string, unknown>): JourneySearch => ({
  journey: text(search.journey),
  mode: MODES.find((mode) => mode === search.mode),
  stage: text(search.stage),
  lane: text(search.lane),
  scale: scaleOf(search.scale),
  zoom: search.zoom === "stage" ? "stage" : undefined,
  panel: text(search.panel),
  open: text(search.open),
});
