/** An enter rule as a form edits it, and back as short as it can be written. Null: only the text can say it. */

import { isMapping, type Json, type Mapping } from "../../draft/json";
import { listed } from "../design/cells";

export interface EventRule {
  kind: "event" | "inactive";
  event: string;
  where: Mapping | null;
  times: number;
  /** "30d": the time in which the times have come, or the length of the silence. */
  within: string;
  from: string[];
}

const EVENT = new Set(["event", "where", "times", "within", "from"]);
const SILENCE = new Set(["inactive", "for", "from"]);
const word = (value: Json | undefined): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

export function readRule(rule: Json): EventRule | null {
  if (typeof rule === "string") return { kind: "event", event: rule, where: null, times: 1, within: "", from: ["earlier"] };
  if (!isMapping(rule)) return null;
  const names = Object.keys(rule);
  const from = rule.from === undefined ? ["earlier"] : listed(rule.from).map(word);
  if (names.every((name) => EVENT.has(name)) && typeof rule.event === "string") {
    return { kind: "event", event: rule.event, where: isMapping(rule.where) ? rule.where : null, times: typeof rule.times === "number" ? rule.times : 1, within: word(rule.within), from };
  }
  if (names.every((name) => SILENCE.has(name)) && typeof rule.inactive === "string" && typeof rule.for === "string") {
    return { kind: "inactive", event: rule.inactive, where: null, times: 1, within: rule.for, from };
  }
  return null;
}

export function writeRule({ kind, event, where, times, within, from }: EventRule): Json {
  const origin = from.length === 1 ? from[0]! : from;
  const tail: Mapping = origin === "earlier" || from.length === 0 ? {} : { from: origin };
  if (kind === "inactive") return { inactive: event, for: within || "90d", ...tail };
  return {
    event,
    ...(where ? { where } : {}),
    ...(times > 1 ? { times } : {}),
    // A time without a number of times means nothing.
    ...(times > 1 && within ? { within } : {}),
    ...tail,
  };
}
