/** What is still empty: cells of the rows in sight, and the three that a stage cannot do without. */

import type { Mapping } from "../../draft/json";
import { isEmpty, stagesOf } from "./cells";
import { edited, type Row } from "./rows";

export interface Gap {
  stage: string;
  lane: string;
  /** On the map; else in the panel of the stage. */
  onMap: boolean;
}

/** Every stage has a goal, actions and places. */
const NEEDED = ["goal", "actions", "places"];

export function gapsOf(document: Mapping, rows: readonly Row[]): Gap[] {
  const looked = rows.filter(edited);
  const off = NEEDED.filter((field) => !looked.some((row) => row.field === field));
  return stagesOf(document).flatMap((stage, index) => {
    const key = String(stage.key);
    const empty = looked.filter((row) => isEmpty(document, stage, index, row)).map((row) => ({ stage: key, lane: row.key, onMap: true }));
    const missing = off
      .filter((field) => stage[field] === undefined || stage[field] === null || (Array.isArray(stage[field]) && stage[field].length === 0) || stage[field] === "")
      .map((lane) => ({ stage: key, lane, onMap: false }));
    return [...empty, ...missing];
  });
}
