/** When people come to each step, counted in days from their entry: the waits on the way there. */

import { at, isMapping, type Path } from "../draft/json";
import { armsOf, kindOf, outline, type ProgrammeDocument, type Step } from "./document";
import { readLength } from "./duration";

/** The earliest and the latest day; without a latest when it depends on the person. */
export interface Days {
  from: number;
  to: number | null;
}

const IN_DAYS = { min: 1 / 1440, h: 1 / 24, d: 1, w: 7 } as const;

function lengthOf(value: unknown): number | null {
  const read = readLength(value);
  return read && read.count * IN_DAYS[read.unit];
}

const later = (days: Days, by: number | null): Days => ({ from: days.from + (by ?? 0), to: days.to === null || by === null ? null : days.to + by });

const meeting = (all: Days[]): Days => ({
  from: Math.min(...all.map(({ from }) => from)),
  to: all.some(({ to }) => to === null) ? null : Math.max(...all.map(({ to }) => to!)),
});

/** Steps and arms ("check>bought") → days. What nobody comes to has none. A window of the week counts as nothing, for it
 * may be open. */
export function daysOf(document: ProgrammeDocument): Map<string, Days> {
  const found = new Map<string, Days>();

  const list = (path: Path, begin: Days): Days[] => {
    const written = at(document, path);
    let now: Days = begin;
    for (const [index, step] of (Array.isArray(written) ? written : []).entries()) {
      if (!isMapping(step) || kindOf(step) === null) continue;
      const out = one(step, [...path, index], now);
      if (out.length === 0) return [];
      now = meeting(out);
    }
    return [now];
  };

  const one = (step: Step, path: Path, now: Days): Days[] => {
    const kind = kindOf(step);
    found.set(String(step.key), now);
    if (kind === "end") return [];
    const wait = kind === "wait" ? step.wait : undefined;
    const arms = armsOf(step, path);
    if (arms.length === 0) {
      if (wait === undefined || (isMapping(wait) && "window" in wait)) return [now];
      return [later(now, isMapping(wait) ? null : lengthOf(wait))];
    }
    const most = isMapping(wait) ? lengthOf(wait.at_most) : 0;
    const out = arms.flatMap(({ key, list: inside, arm }) => {
      const came = arm.step === "wait" && arm.role === "then";
      const begins = came ? { from: now.from, to: now.to === null || most === null ? null : now.to + most } : later(now, most);
      found.set(key, begins);
      return list(inside, begins);
    });
    const others = kind === "branch" && !arms.some(({ arm }) => arm.role === "else");
    return others ? [...out, now] : out;
  };

  list(["steps"], { from: 0, to: 0 });
  return found;
}

/** Step → days from now along one person's way, as far as they can be said: nothing after a date of the person's own. */
export function dayOnWay(document: ProgrammeDocument, way: string[]): Map<string, number> {
  const found = new Map<string, number>();
  const lines = new Map(outline(document).map((line) => [line.key, line]));
  let day = 0;
  for (const [index, id] of way.entries()) {
    const line = lines.get(id);
    if (line?.line !== "step") continue;
    found.set(id, day);
    const wait = line.kind === "wait" ? line.step.wait : undefined;
    if (wait === undefined || (isMapping(wait) && "window" in wait)) continue;
    // A wait for an event is shown as if it did not come, unless the way says that it did.
    const by = isMapping(wait) ? (way[index + 1] === `${id}>then` ? 0 : lengthOf(wait.at_most)) : lengthOf(wait);
    if (by === null) break;
    day += by;
  }
  return found;
}

/** Arm → whether its condition is met on the way; arms after the one that was taken are not asked. */
export function metOnWay(document: ProgrammeDocument, way: string[]): Map<string, boolean> {
  const found = new Map<string, boolean>();
  const taken = new Set(way);
  for (const line of outline(document)) {
    if (line.line !== "step" || line.kind !== "branch" || !taken.has(line.key)) continue;
    for (const { key, arm } of armsOf(line.step, [...line.place.list, line.place.index])) {
      if (arm.role === "if") found.set(key, taken.has(key));
      if (taken.has(key)) break;
    }
  }
  return found;
}
