/** A proof item made of what a customer said or showed. Pure. */

import type { Mapping } from "../draft/json";
import type { Voice } from "../api/voices";
import { parts } from "./plan";

const NAME = 60;
const LINE = 500;

const short = (text: string): string => {
  const whole = [...text.replace(/\s+/g, " ").trim()];
  return whole.length > NAME ? `${whole.slice(0, NAME).join("")}…` : whole.join("");
};

/** `name` is what it is called when there are no words; `nobody` who says it when no name may be shown. */
export function proofOf(voice: Voice, name: string, nobody: string): Mapping {
  const url = [voice.link, voice.picture].find((each) => each !== null && each.length <= LINE);
  return {
    name: voice.text ? short(voice.text) : name,
    kind: voice.kind === "shared" ? "testimonial" : "review",
    ...(voice.text ? { text: voice.text } : {}),
    source: voice.signed ?? nobody,
    ...(url ? { url } : {}),
    said: voice.id,
  };
}

/** The proof items of the document that are made of it. */
export const proofsOf = (document: Mapping, id: string): Mapping[] => parts(document, "proof").filter((part) => part.said === id);
