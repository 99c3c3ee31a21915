/** Which of the four kinds a written friction is: it begins with the kind's name. Pure. */

import { FRICTIONS, type FrictionKind } from "../../api/improve";

const NAMES: Record<FrictionKind, RegExp> = {
  bend: /^(mutka|bend)\b/i,
  detour: /^(kiertotie|detour)\b/i,
  obstacle: /^(este|obstacle)\b/i,
  uphill: /^(ylämäki|uphill)(?!\p{L})/iu,
};

/** The kind, or null when it is not said; and the text without it. */
export function kindOf(text: string): { kind: FrictionKind | null; text: string } {
  const kind = FRICTIONS.find((each) => NAMES[each].test(text.trim())) ?? null;
  const rest = kind ? text.trim().replace(NAMES[kind], "").replace(/^\s*[:–-]\s*/, "") : text;
  return { kind, text: rest || text };
}
