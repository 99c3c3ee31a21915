/** Steps as text on the clipboard: YAML as the document writes them, so that they can be pasted into any programme or editor. */

import { isMapping, type Json } from "../draft/json";
import { readYaml, writeYaml } from "../draft/yamlText";
import { kindOf, type Step } from "./document";

export const asText = (step: Step): string => writeYaml([step]);

/** The steps that a text holds: a list of them, one, or a whole programme. Null when it holds none. */
export function fromText(text: string): Step[] | null {
  if (text.length > 500_000) return null;
  const { value } = readYaml(text);
  const list: Json[] = Array.isArray(value) ? value : isMapping(value) ? (Array.isArray(value.steps) ? value.steps : [value]) : [];
  const steps = list.map((each) => (each === "end" ? { end: null } : each));
  return steps.length > 0 && steps.every((each): each is Step => isMapping(each) && kindOf(each) !== null) ? (steps as Step[]) : null;
}
