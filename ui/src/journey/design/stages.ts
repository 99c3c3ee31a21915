/** Stages added, renamed, moved and taken away; what refers to them follows. Pure. */

import { isMapping, put, type Json, type Mapping } from "../../draft/json";
import { listed, placeOfStage, stagesOf } from "./cells";

/** The lists of the document whose members name the stages they belong to. */
const BOUND = ["touchpoints", "topics", "objections", "proof", "calendar"] as const;

/** "Ensiostajat & muut" → "ensiostajat-muut": a key that nobody has. */
export function keyFrom(name: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  const stem =
    name
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 40)
      .replace(/-+$/, "") || "vaihe";
  let key = stem;
  for (let number = 2; used.has(key); number++) key = `${stem}-${number}`;
  return key;
}

const stageKeys = (document: Mapping): string[] => stagesOf(document).map(({ key }) => String(key));

/** The document with a stage of this name at a place, and the stage's key. */
export function added(document: Mapping, index: number, name: string): { document: Mapping; key: string } {
  const key = keyFrom(name, stageKeys(document));
  const stages = [...stagesOf(document)];
  stages.splice(index, 0, { key, name });
  return { document: put(document, ["stages"], stages), key };
}

export function moved(document: Mapping, key: string, to: number): Mapping {
  const stages = stagesOf(document);
  const from = placeOfStage(document, key);
  const place = Math.max(0, Math.min(stages.length - 1, to));
  if (from < 0 || from === place) return document;
  const rest = stages.filter((_, index) => index !== from);
  return put(document, ["stages"], [...rest.slice(0, place), stages[from]!, ...rest.slice(place)]);
}

/** The document without a stage: touchpoints, contents, rules and goals that named it name it no more. Null when it is the only one. */
export function removed(document: Mapping, key: string): Mapping | null {
  const stages = stagesOf(document);
  if (stages.length < 2) return null;
  let next = put(document, ["stages"], stages.filter((stage) => stage.key !== key).map((stage) => withoutFrom(stage, key)));
  for (const part of BOUND) {
    if (!listed(document[part]).some((each) => isBound(each, key))) continue;
    next = put(next, [part], listed(document[part]).map((each) => (isBound(each, key) ? put(each, ["stages"], listed(each.stages).filter((one) => one !== key)) : each)));
  }
  if (isMapping(document.goal) && [document.goal.from, document.goal.to].includes(key)) next = put(next, ["goal"], undefined);
  if (Array.isArray(document.parked)) next = put(next, ["parked"], document.parked.filter((goal) => !isMapping(goal) || ![goal.from, goal.to].includes(key)));
  return next;
}

const isBound = (each: Json, stage: string): each is Mapping => isMapping(each) && listed(each.stages).includes(stage);

/** A rule that led from this stage only, and so would lead from nowhere, goes with it. */
function withoutFrom(stage: Mapping, key: string): Mapping {
  if (!Array.isArray(stage.enter)) return stage;
  const names = (rule: Json) => (isMapping(rule) ? listed(rule.from) : []);
  if (!stage.enter.some((rule) => names(rule).includes(key))) return stage;
  const enter = stage.enter.flatMap((rule) => {
    if (!isMapping(rule) || !names(rule).includes(key)) return [rule];
    const left = names(rule).filter((each) => each !== key);
    return left.length ? [{ ...rule, from: left.length === 1 ? left[0]! : left }] : [];
  });
  return put(stage, ["enter"], enter.length ? enter : undefined);
}

/** A removed stage and all that was taken off with it come back into a document that may have changed meanwhile. */
export function restored(now: Mapping, before: Mapping, key: string): Mapping {
  const was = placeOfStage(before, key);
  const stage = stagesOf(before)[was];
  if (!stage || placeOfStage(now, key) >= 0) return now;
  const old = new Map(stagesOf(before).map((each) => [each.key, each]));
  const stages = stagesOf(now).map((each) => {
    const twin = old.get(each.key ?? null);
    return twin && JSON.stringify(withoutFrom(twin, key).enter) === JSON.stringify(each.enter) && twin.enter !== undefined ? put(each, ["enter"], twin.enter) : each;
  });
  stages.splice(Math.min(was, stages.length), 0, stage);
  let next = put(now, ["stages"], stages);
  for (const part of BOUND) {
    const named = new Set(listed(before[part]).filter((each) => isBound(each, key)).map((each) => each.key));
    const freed = (each: Json): each is Mapping => isMapping(each) && named.has(each.key) && !isBound(each, key);
    if (!listed(now[part]).some(freed)) continue;
    next = put(next, [part], listed(now[part]).map((each) => (freed(each) ? put(each, ["stages"], [...listed(each.stages), key]) : each)));
  }
  if (now.goal === undefined && isMapping(before.goal) && [before.goal.from, before.goal.to].includes(key)) next = put(next, ["goal"], before.goal);
  const lost = listed(before.parked).filter((goal) => isMapping(goal) && [goal.from, goal.to].includes(key));
  return lost.length ? put(next, ["parked"], [...listed(next.parked), ...lost]) : next;
}
