/** Touchpoints added, bound and taken away; which are bound to no event, and which events to no touchpoint. Pure. */

import { isMapping, put, type Json, type Mapping } from "../../draft/json";
import { listed, pointsOf, stagesOf } from "../design/cells";
import { keyFrom } from "../design/stages";

/** The name of the event that tells that it happened. */
export function eventOf(point: Mapping): string {
  if (typeof point.event === "string") return point.event;
  return isMapping(point.event) && typeof point.event.event === "string" ? point.event.event : "";
}

export const unbound = (document: Mapping): Mapping[] => pointsOf(document).filter((point) => !eventOf(point));
export const deadEnds = (document: Mapping): Mapping[] => pointsOf(document).filter(({ next }) => next === undefined || next === null);

export function withPoint(document: Mapping, name: string, more: Mapping = {}): { document: Mapping; key: string } {
  const key = keyFrom(name, pointsOf(document).map((point) => String(point.key)));
  return { document: put(document, ["touchpoints"], [...pointsOf(document), { key, name, ...more }]), key };
}

export function changed(document: Mapping, key: string, field: string, value: Json | undefined): Mapping {
  const index = pointsOf(document).findIndex((point) => point.key === key);
  return index < 0 ? document : put(document, ["touchpoints", index, field], value);
}

/** Without the touchpoint; those that led to it lead nowhere. */
export function withoutPoint(document: Mapping, key: string): Mapping {
  const left = pointsOf(document)
    .filter((point) => point.key !== key)
    .map((point) => (point.next === key ? put(point, ["next"], undefined) : point));
  return put(document, ["touchpoints"], left.length ? left : undefined);
}

/** The event with another name, and its tests as they were. */
export function bound(point: Mapping, event: string): Json | undefined {
  if (event === "") return undefined;
  return isMapping(point.event) ? { ...point.event, event } : event;
}

/** Touchpoints of an event that has not come, when events have. */
export const unseen = (document: Mapping, events: readonly string[]): Mapping[] => (events.length === 0 ? [] : pointsOf(document).filter((point) => eventOf(point) && !events.includes(eventOf(point))));

/** The touchpoint bound to another event. Rules of stages that wait for an event that nobody sends wait for this one after it. */
export function rebound(document: Mapping, key: string, event: string, events: readonly string[]): Mapping {
  const point = pointsOf(document).find((each) => each.key === key);
  if (!point) return document;
  const old = eventOf(point);
  const next = changed(document, key, "event", bound(point, event));
  if (!old || events.includes(old)) return next;
  const named = (name: Json): Json => (name === old ? event : name);
  const follows = (rule: Json): Json => {
    if (!isMapping(rule)) return named(rule);
    if ("inactive" in rule) return { ...rule, inactive: Array.isArray(rule.inactive) ? rule.inactive.map(named) : named(rule.inactive as Json) };
    return rule.event === old ? { ...rule, event } : rule;
  };
  return put(next, ["stages"], stagesOf(next).map((stage) => (Array.isArray(stage.enter) && JSON.stringify(stage.enter).includes(JSON.stringify(old)) ? put(stage, ["enter"], stage.enter.map(follows)) : stage)));
}

export function onStage(point: Mapping, stage: string, on: boolean): Json {
  const stages = listed(point.stages).filter((each) => each !== stage);
  return on ? [...stages, stage] : stages;
}

const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim().split(" ").filter((word) => word.length > 2);

/** Events that no touchpoint has, those that share words with the name or the key first. */
export function suggestions(point: Mapping, names: string, free: readonly string[]): string[] {
  const mine = letters(`${names} ${String(point.key)}`);
  const score = (event: string) => letters(event).filter((word) => mine.some((other) => other.startsWith(word.slice(0, 5)) || word.startsWith(other.slice(0, 5)))).length;
  return [...free].sort((a, b) => score(b) - score(a)).slice(0, 4);
}
