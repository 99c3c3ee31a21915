/** Where the cell of a stage and a row stands in the document, and what it holds. */

import { at, isMapping, put, type Json, type Mapping, type Path } from "../../draft/json";
import type { Row } from "./rows";

export const stagesOf = (document: Mapping): Mapping[] => (Array.isArray(document.stages) ? document.stages.filter(isMapping) : []);
export const pointsOf = (document: Mapping): Mapping[] => (Array.isArray(document.touchpoints) ? document.touchpoints.filter(isMapping) : []);
export const placeOfStage = (document: Mapping, stage: string): number => stagesOf(document).findIndex(({ key }) => key === stage);
/** A list, or the one thing that may stand in its stead. */
export const listed = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

/** The place of a cell, as comments know it. */
export const placeOf = (stage: string, lane: string): string => `stages.${stage}.${lane}`;

export function pathOf(stage: number, row: Row): Path {
  if (row.kind === "emotion") return ["stages", stage, "emotion_assumed"];
  return row.field ? ["stages", stage, row.field] : ["stages", stage, "cells", row.key];
}

/** The texts of a cell: none, one, or a list. */
export function textsIn(document: Mapping, stage: number, row: Row): Json[] {
  return listed(at(document, pathOf(stage, row))).filter((text) => text !== "");
}

/** What to write in a cell that is to hold these texts; nothing takes the field away. */
export function valueOf(texts: Json[], row: Row): Json | undefined {
  if (texts.length === 0) return undefined;
  return row.kind === "text" ? texts[0] : texts;
}

/** The document with a cell changed. An emptied cell says no more what it rests on, and the last of `cells` takes them all. */
export function withCell(document: Mapping, stage: number, row: Row, value: Json | undefined): Mapping {
  let next = put(document, pathOf(stage, row), value);
  const here = at(next, ["stages", stage]);
  if (isMapping(here) && isMapping(here.cells) && Object.keys(here.cells).length === 0) next = put(next, ["stages", stage, "cells"], undefined);
  return next;
}

/** The touchpoints of a stage. */
export function pointsAt(document: Mapping, stage: string): Mapping[] {
  return pointsOf(document).filter(({ stages }) => listed(stages).includes(stage));
}

export function isEmpty(document: Mapping, stage: Mapping, index: number, row: Row): boolean {
  if (row.kind === "touchpoints") return pointsAt(document, String(stage.key)).length === 0;
  if (row.kind === "emotion") return typeof stage.emotion_assumed !== "number";
  return textsIn(document, index, row).length === 0;
}

/** How well a cell is known. */
export const LEVELS = ["assumption", "partly_known", "researched", "measured"] as const;
export type Level = (typeof LEVELS)[number];
export const STATUSES = ["open", "draft", "confirmed"] as const;

export interface Known {
  level: Level;
  status: (typeof STATUSES)[number];
  source: string;
  by: string;
  on: string;
}

const word = (value: Json | undefined): string => (typeof value === "string" ? value : "");

export function knownOf(stage: Mapping, lane: string): Known {
  const written = isMapping(stage.evidence) ? stage.evidence[lane] : undefined;
  const said = isMapping(written) ? written : { level: written ?? "assumption" };
  return {
    level: LEVELS.find((each) => each === said.level) ?? "assumption",
    status: STATUSES.find((each) => each === said.status) ?? "draft",
    source: word(said.source),
    by: word(said.by),
    on: word(said.on),
  };
}

/** As short as it can be said; nothing when it is what goes without saying. */
export function evidenceOf({ level, status, source, by, on }: Known): Json | undefined {
  const more = { ...(source && { source }), ...(by && { by }), ...(on && { on }), ...(status !== "draft" && { status }) };
  if (Object.keys(more).length > 0) return { level, ...more };
  return level === "assumption" ? undefined : level;
}

export function withEvidence(document: Mapping, stage: number, lane: string, known: Known): Mapping {
  const next = put(document, ["stages", stage, "evidence", lane], evidenceOf(known));
  const left = at(next, ["stages", stage, "evidence"]);
  return isMapping(left) && Object.keys(left).length === 0 ? put(next, ["stages", stage, "evidence"], undefined) : next;
}
