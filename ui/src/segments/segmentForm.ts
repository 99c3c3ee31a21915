/** A condition as the small builder writes it: the commonest kinds, joined by all or any. */

import type { Json, Mapping } from "../draft/json";

export const KINDS = ["did", "stage", "trait", "spent", "consent", "message", "answered"] as const;
export type RuleKind = (typeof KINDS)[number];

/** One rule of the builder; what its kind does not use is empty. */
export interface Rule {
  kind: RuleKind;
  what: string;
  test: string;
  within: string;
  not: boolean;
}

export interface Built {
  join: "all" | "any";
  rules: Rule[];
}

export const blankRule = (kind: RuleKind = "did"): Rule => ({ kind, what: kind === "message" ? "opened" : kind === "consent" ? "marketing" : "", test: kind === "did" ? ">=1" : "", within: "", not: false });

const isMapping = (value: Json | undefined): value is Mapping => typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: Json | undefined): string => (value === undefined || value === null ? "" : String(value));

/** Which names a kind may have in the builder; a condition with another name stays YAML. */
const NAMES: Record<RuleKind, string[]> = {
  did: ["did", "count", "within"],
  stage: ["stage", "since"],
  trait: ["trait", "is"],
  spent: ["spent", "within"],
  consent: ["consent", "channel"],
  message: ["message", "programme", "within"],
  answered: ["answered", "score", "within"],
};
const TEST: Record<RuleKind, string | null> = { did: "count", stage: null, trait: "is", spent: null, consent: "channel", message: "programme", answered: "score" };
const WITHIN: Record<RuleKind, string | null> = { did: "within", stage: "since", trait: null, spent: "within", consent: null, message: "within", answered: "within" };

export const testName = (kind: RuleKind) => TEST[kind];
export const withinName = (kind: RuleKind) => WITHIN[kind];

export function writeRule({ kind, what, test, within, not }: Rule): Mapping {
  const condition: Mapping = { [kind]: what };
  const [testKey, withinKey] = [TEST[kind], WITHIN[kind]];
  if (testKey && test) condition[testKey] = test;
  if (withinKey && within) condition[withinKey] = within;
  return not ? { not: condition } : condition;
}

function readRule(value: Json): Rule | null {
  if (!isMapping(value)) return null;
  if (Object.keys(value).length === 1 && isMapping(value.not)) {
    const inner = readRule(value.not);
    return inner && !inner.not ? { ...inner, not: true } : null;
  }
  const kind = KINDS.find((each) => each in value);
  if (!kind || Object.keys(value).some((name) => !NAMES[kind].includes(name))) return null;
  const [testKey, withinKey] = [TEST[kind], WITHIN[kind]];
  const parts = [value[kind], testKey ? value[testKey] : undefined, withinKey ? value[withinKey] : undefined];
  // Lists, mappings and values that are not texts keep their form only as YAML.
  if (parts.some((part) => part !== undefined && typeof part !== "string")) return null;
  const [what, test, within] = parts.map(text) as [string, string, string];
  return { kind, what, test, within, not: false };
}

export function write({ join, rules }: Built): Json {
  return rules.length === 1 ? writeRule(rules[0]!) : { [join]: rules.map(writeRule) };
}

/** The condition as rules of the builder, or null when it says more than the builder can. */
export function read(condition: Json | undefined): Built | null {
  if (condition === undefined || condition === null) return { join: "all", rules: [] };
  if (!isMapping(condition)) return null;
  if (Object.keys(condition).length === 0) return { join: "all", rules: [] };
  for (const join of ["all", "any"] as const) {
    const parts = condition[join];
    if (!Array.isArray(parts)) continue;
    if (Object.keys(condition).length > 1 || parts.length === 0) return null;
    const rules = parts.map(readRule);
    return rules.every((rule) => rule !== null) ? { join, rules } : null;
  }
  const rule = readRule(condition);
  return rule ? { join: "all", rules: [rule] } : null;
}

/** What the rows say that are written to the end; undefined when none is. */
export function finished({ join, rules }: Built): Json | undefined {
  const done = rules.filter(({ what }) => what !== "");
  return done.length === 0 ? undefined : write({ join, rules: done });
}

/** Nothing to ask yet: no rule, or one that does not say of what. */
export function unfinished(condition: Json): boolean {
  const built = read(condition);
  return built !== null && (built.rules.length === 0 || built.rules.some(({ what }) => what === ""));
}

/** A key made of a name: "Hiljaiset liidit" → hiljaiset-liidit. */
export function keyOf(name: string): string {
  return name
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
}
