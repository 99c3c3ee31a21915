/** What every cell of the map may ask without being drawn again when something else changes. */

import { createContext, useContext } from "react";
import type { Mapping } from "../../draft/json";
import type { Tongue } from "../../draft/localText";

export interface MapActions {
  /** The document as it is now: it may be newer than what is drawn. */
  now: () => Mapping;
  edit: (how: (document: Mapping) => Mapping, gesture?: string) => void;
  /** What is shown beside the map. */
  show: (panel: string | undefined, chosen?: { stage?: string; lane?: string; open?: string; zoom?: "stage" }) => void;
}

export interface MapPlace {
  actions: MapActions;
  edits: boolean;
  /** The language that is read and written, and the one in which plain texts stand. */
  tongue: Tongue;
  home: Tongue;
  /** What comments are about: "journey:main". */
  about: string;
  /** Key of the journey. */
  journey: string;
}

export const MapContext = createContext<MapPlace | null>(null);

export function useMap(): MapPlace {
  const place = useContext(MapContext);
  if (!place) throw new Error("no map around this");
  return place;
}
