/** Places by the name of a box: a step's key, an arm's ("check>bought"), or the start. */

import { outline, type Place, type ProgrammeDocument } from "./document";

/** Where a step goes that is inserted at a box: after a step, first in an arm, first of all; else after everything. */
export function placeAfter(document: ProgrammeDocument, id: string | undefined): Place {
  const line = outline(document).find((each) => each.key === id);
  if (line?.line === "arm") return { list: line.into!, index: 0 };
  if (line) return { list: line.place.list, index: line.place.index + 1 };
  return { list: ["steps"], index: id === "^" ? 0 : document.steps.length };
}

export const samePlace = (one: Place | null, other: Place | null): boolean =>
  one !== null && other !== null && one.index === other.index && one.list.join("/") === other.list.join("/");

/** The box in which an element stands. */
export const spotOf = (element: Element | null | undefined): string | undefined =>
  element?.closest<HTMLElement>("[data-spot]")?.dataset.spot;
