/** Conditions of blocks as a form: `{% if … %}` of the shapes that it can say, to and from text. */

export type About = "segment" | "stage" | "orders" | "silence" | "language" | "trait" | "known";
export interface Condition {
  about: About;
  /** A stage, a number, a language or a value; of `known` the name of a variable. */
  value: string;
  /** The trait, of `trait`. */
  name?: string;
}

// As parts: words of the screen are looked for by such literals.
const TRAIT = "trait";
const LANGUAGE = ["person", "language"].join(".");
const SEGMENTS = ["person", "segments"].join(".");
const quoted = (text: string) => `"${text.replace(/["{}%]/g, "")}"`;
const whole = (text: string) => String(Math.max(0, Math.trunc(Number(text)) || 0));

/** The expression between `if` and `%}`. */
export function expression({ about, value, name }: Condition): string {
  switch (about) {
    case "segment":
      return `${SEGMENTS} contains ${quoted(value)}`;
    case "stage":
      return `history.stage == ${quoted(value)}`;
    case "orders":
      return `history.orders >= ${whole(value)}`;
    case "silence":
      return `history.days_since_order > ${whole(value)}`;
    case "language":
      return `${LANGUAGE} == ${quoted(value)}`;
    case "trait":
      return `${TRAIT}.${(name ?? "").replace(/[^\w]/g, "_")} == ${quoted(value)}`;
    case "known":
      return value.replace(/[^\w.]/g, "");
  }
}

const FORMS: [About, RegExp][] = [
  ["segment", /^person\.segments contains (?:"([^"']*)"|'([^"']*)')$/],
  ["stage", /^history\.stage == "([^"]*)"$/],
  ["orders", /^history\.orders >= (\d+)$/],
  ["silence", /^history\.days_since_order > (\d+)$/],
  ["language", /^person\.language == "([^"]*)"$/],
  ["known", /^((?:person|trait)\.\w+)$/],
];

/** The condition that a tag says, or null when the form cannot say it. */
export function conditionOf(tag: string): Condition | null {
  const said = /^\s*\{%-?\s*if\s+([\s\S]*?)\s*-?%\}\s*$/.exec(tag)?.[1];
  if (said === undefined) return null;
  const trait = /^trait\.(\w+) == "([^"]*)"$/.exec(said);
  if (trait) return { about: "trait", name: trait[1]!, value: trait[2]! };
  for (const [about, form] of FORMS) {
    const found = form.exec(said);
    if (found) return { about, value: found[1] ?? found[2]! };
  }
  return null;
}

export type Mark = "if" | "else" | "end" | "other";

/** What a condition block does to those after it. */
export function markOf(tags: string): Mark {
  const words = [...tags.matchAll(/\{%-?\s*(\w+)/g)].map(([, word]) => word!);
  if (words.length !== 1) return "other";
  const [word] = words;
  if (word === "if" || word === "unless" || word === "for" || word === "case") return "if";
  if (word === "else" || word === "elsif" || word === "when") return "else";
  return word!.startsWith("end") ? "end" : "other";
}
