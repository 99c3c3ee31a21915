/** A programme's document as the screens change it: pure functions from one document to the next.
 *
 * Steps stand in lists, lists stand in arms of steps. A place is a list's path from the root and an index in it.
 * Every step that is inserted gets a key of its own, and no change touches the keys of other steps. */

import { at, freshKey, isMapping, put, type Json, type Mapping, type Path } from "../draft/json";

export type Step = Mapping;

export interface ProgrammeDocument extends Mapping {
  steps: Json[];
}

export const KINDS = ["wait", "branch", "split", "send", "survey", "offer", "task", "set", "webhook", "end"] as const;
export type Kind = (typeof KINDS)[number];

export interface Place {
  list: Path;
  index: number;
}

/** A line of the structure: a step, or the head of one of its arms. */
export interface Line {
  line: "step" | "arm";
  key: string;
  kind: Kind | "arm";
  depth: number;
  place: Place;
  /** Of an arm: its own list, where a first step goes; what the arm says of itself. */
  into?: Path;
  arm?: { step: Kind; condition?: Json; weight?: Json; name?: Json; role: "if" | "else" | "weight" | "then" };
  step: Step;
}

export function kindOf(step: Step): Kind | null {
  return KINDS.find((kind) => kind in step) ?? null;
}

interface Arm {
  key: string;
  list: Path;
  arm: NonNullable<Line["arm"]>;
}

/** The arms of a step and the path of the list that each holds. */
export function armsOf(step: Step, at: Path): Arm[] {
  const kind = kindOf(step);
  const inside = kind === null ? undefined : step[kind];
  const owner = String(step.key ?? "");
  if (kind === "wait" && isMapping(inside) && "event" in inside) {
    return (["then", "else"] as const).map((role) => ({
      key: `${owner}>${role}`,
      list: [...at, "wait", role],
      arm: { step: kind, role },
    }));
  }
  if ((kind !== "branch" && kind !== "split") || !Array.isArray(inside)) return [];
  return inside.filter(isMapping).map((arm, index) => {
    const last = kind === "branch" && "else" in arm;
    const key = String(arm.key ?? (last ? "else" : `${index + 1}`));
    return {
      key: `${owner}>${key}`,
      list: [...at, kind, index, last ? "else" : "steps"],
      arm: {
        step: kind,
        role: last ? "else" : kind === "split" ? "weight" : "if",
        condition: arm.if,
        weight: arm.weight,
        name: arm.name,
      },
    };
  });
}

/** Steps and arms in the order they are read. */
export function outline(document: ProgrammeDocument): Line[] {
  const lines: Line[] = [];
  const walk = (list: Path, depth: number) => {
    const steps = at(document, list);
    if (!Array.isArray(steps)) return;
    steps.forEach((step, index) => {
      if (!isMapping(step)) return;
      const kind = kindOf(step);
      if (kind === null) return;
      lines.push({ line: "step", key: String(step.key ?? ""), kind, depth, place: { list, index }, step });
      for (const { key, list: into, arm } of armsOf(step, [...list, index])) {
        lines.push({ line: "arm", key, kind: "arm", depth: depth + 1, place: { list, index }, into, arm, step });
        walk(into, depth + 2);
      }
    });
  };
  walk(["steps"], 0);
  return lines;
}

export function find(document: ProgrammeDocument, key: string): Line | undefined {
  return outline(document).find((line) => line.line === "step" && line.key === key);
}

export function keysOf(document: ProgrammeDocument): string[] {
  return outline(document)
    .filter(({ line }) => line === "step")
    .map(({ key }) => key);
}

/** A copy in which steps and arms without a key have the one that the server reads them by
 * (`programmes/keys.py`): by kind and number in the order of the document; keys that stand are never changed. */
export function withKeys(document: ProgrammeDocument): ProgrammeDocument {
  const copy = structuredClone(document);
  const found: { step: Step; kind: Kind }[] = [];
  const walk = (list: Json | undefined) => {
    if (!Array.isArray(list)) return;
    list.forEach((each, index) => {
      const step = each === "end" ? (list[index] = { end: null }) : each;
      const kind = isMapping(step) ? kindOf(step) : null;
      if (!isMapping(step) || kind === null) return;
      found.push({ step, kind });
      const inside = step[kind];
      if (kind === "wait" && isMapping(inside)) {
        walk(inside.then);
        walk(inside.else);
      } else if ((kind === "branch" || kind === "split") && Array.isArray(inside)) {
        const arms = inside.filter(isMapping);
        nameArms(arms, kind);
        for (const arm of arms) {
          walk(arm.steps);
          walk(arm.else);
        }
      }
    });
  };
  walk(copy.steps);
  const taken = new Set(found.map(({ step }) => step.key));
  const counts = new Map<Kind, number>();
  for (const { step, kind } of found) {
    while (step.key === undefined || step.key === null) {
      const number = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, number);
      if (taken.has(`${kind}-${number}`)) continue;
      step.key = `${kind}-${number}`;
      taken.add(step.key);
    }
  }
  return copy;
}

function nameArms(arms: Mapping[], kind: "branch" | "split"): void {
  const taken = new Set(arms.map(({ key }) => key));
  const letters = kind === "split" ? "abcdefghijklmnopqrstuvwxyz".split("") : [];
  const names = [...letters, ...Array.from({ length: 2 * arms.length + 1 }, (_, index) => `arm-${index + 1}`)].filter((name) => !taken.has(name));
  for (const arm of arms) {
    if (arm.key === undefined || arm.key === null) arm.key = "else" in arm ? "else" : names.shift()!;
  }
}

function steps(document: ProgrammeDocument, list: Path): Json[] {
  const found = at(document, list);
  return Array.isArray(found) ? found : [];
}

/** `step` at `place`; a key that is taken is changed to a free one. Gives the key it got. */
export function insert(document: ProgrammeDocument, place: Place, step: Step): { document: ProgrammeDocument; key: string } {
  const key = freshKey(keysOf(document), String(step.key || kindOf(step) || "step"));
  const list = [...steps(document, place.list)];
  list.splice(place.index, 0, { ...step, key });
  return { document: put(document, place.list, list), key };
}

export function remove(document: ProgrammeDocument, { list, index }: Place): ProgrammeDocument {
  return put(document, list, steps(document, list).filter((_, each) => each !== index));
}

/** The step one up or down within its own list; at an end nothing changes. */
export function move(document: ProgrammeDocument, { list, index }: Place, by: -1 | 1): ProgrammeDocument {
  const all = [...steps(document, list)];
  const to = index + by;
  if (to < 0 || to >= all.length) return document;
  const [step] = all.splice(index, 1);
  all.splice(to, 0, step!);
  return put(document, list, all);
}

/** Steps in at a place; they and every step inside them get keys of their own where theirs are taken. Gives the first key. */
export function paste(document: ProgrammeDocument, place: Place, pasted: Step[]): { document: ProgrammeDocument; key: string } {
  const taken = keysOf(document);
  let copy = withKeys({ steps: structuredClone(pasted) });
  for (const line of outline(copy)) {
    if (line.line !== "step") continue;
    const key = taken.includes(line.key) ? freshKey(taken, line.key) : line.key;
    taken.push(key);
    copy = put(copy, [...line.place.list, line.place.index, "key"], key);
  }
  const list = [...steps(document, place.list)];
  list.splice(place.index, 0, ...copy.steps);
  return { document: put(document, place.list, list), key: String((copy.steps[0] as Step).key) };
}

/** A copy after the step; it and every step inside it get keys of their own. */
export function duplicate(document: ProgrammeDocument, place: Place): { document: ProgrammeDocument; key: string } {
  const original = at(document, [...place.list, place.index]) as Step;
  return paste(document, { ...place, index: place.index + 1 }, [original]);
}

/** The step somewhere else: its key and all inside it stay. Into itself it does not go. */
export function carry(document: ProgrammeDocument, from: Place, to: Place): ProgrammeDocument {
  const step = at(document, [...from.list, from.index]);
  const own = [...from.list, from.index];
  if (step === undefined || own.every((part, index) => to.list[index] === part)) return document;
  const sameList = to.list.join("/") === from.list.join("/");
  if (sameList && (to.index === from.index || to.index === from.index + 1)) return document;
  // Inserted first, at its new place, and then taken from the old one, whose number may have grown by one on the way.
  const list = [...steps(document, to.list)];
  list.splice(to.index, 0, step);
  const inserted = put(document, to.list, list);
  const shifted = sameList && to.index <= from.index;
  const within = to.list.length < from.list.length && to.list.every((part, index) => from.list[index] === part);
  const old: Place = { list: [...from.list], index: from.index + (shifted ? 1 : 0) };
  if (within && to.index <= Number(from.list[to.list.length])) old.list[to.list.length] = Number(from.list[to.list.length]) + 1;
  return remove(inserted, old);
}

/** What a new step says before it is written: as little as reads as its kind. An empty text is left out, for the
 * server takes it for no text at all. */
export function blank(kind: Kind): Step {
  switch (kind) {
    case "wait":
      return { wait: "1d" };
    case "branch":
      return { branch: [{ key: "yes", steps: [] }, { else: [] }] };
    case "split":
      return {
        split: [
          { weight: 50, key: "a", steps: [] },
          { weight: 50, key: "b", steps: [] },
        ],
      };
    case "send":
      return { send: { email: {} } };
    case "survey":
      return { survey: { kind: "csat", survey: "feedback", email: {} } };
    case "offer":
      return { offer: { offer: "offer", email: {} } };
    case "task":
      return { task: { owner: "sales", contact: "call", respond_within: "4h" } };
    case "set":
      return { set: {} };
    case "webhook":
      return { webhook: { url: "https://", body: {} } };
    case "end":
      return { end: null };
  }
}
