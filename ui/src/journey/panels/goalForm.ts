/** The fields of a goal as they are typed, and the goal they say. Pure. */

import { spoken, written, type Tongue } from "../../draft/localText";
import type { Json, Mapping } from "../../draft/json";

export interface GoalFields {
  name: string;
  from: string;
  to: string;
  /** Whole or decimal per cent, as it is typed. */
  target: string;
  days: string;
  date: string;
  owner: string;
}

const text = (value: Json | undefined): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

/** A share as it is written in the document, 0.36 or "36 %", as per cent. */
export function percentOf(target: Json | undefined): string {
  if (typeof target === "number") return String(Math.round(target * 1e6) / 1e4).replace(".", ",");
  return text(target).replace("%", "").trim();
}

export function fieldsOf(goal: Mapping | null, tongue: Tongue): GoalFields {
  return {
    name: written(goal?.name, tongue, tongue) || written(goal?.name, tongue === "fi" ? "en" : "fi", tongue),
    from: text(goal?.from),
    to: text(goal?.to),
    target: percentOf(goal?.target),
    days: text(goal?.within_days),
    date: text(goal?.date),
    owner: written(goal?.owner, tongue, tongue),
  };
}

export const decimal = (typed: string): number => Number(typed.replace(",", ".").replace(/[\s%]/g, "") || NaN);

/** What is missing or wrong, by field. */
export function faults(fields: GoalFields): Partial<Record<keyof GoalFields, true>> {
  const target = decimal(fields.target);
  const days = fields.days.trim() === "" ? 90 : decimal(fields.days);
  return {
    ...(fields.from ? {} : { from: true as const }),
    ...(fields.to && fields.to !== fields.from ? {} : { to: true as const }),
    ...(target > 0 && target <= 100 ? {} : { target: true as const }),
    ...(days > 0 && days <= 36_500 ? {} : { days: true as const }),
  };
}

/** The goal as it is written; what is left empty is left out. `old` keeps the other language of its texts. */
export function goalOf(fields: GoalFields, old: Mapping | null, fallback: string, tongue: Tongue): Mapping {
  const name = fields.name.trim() || fallback;
  const said: Mapping = { name: spoken(old?.name, tongue, tongue, name) ?? name, from: fields.from, to: fields.to };
  said.target = Math.round(decimal(fields.target) * 1e4) / 1e6;
  if (fields.days.trim()) said.within_days = decimal(fields.days);
  if (fields.date) said.date = fields.date;
  if (fields.owner.trim()) said.owner = spoken(old?.owner, tongue, tongue, fields.owner.trim()) ?? fields.owner.trim();
  return said;
}
