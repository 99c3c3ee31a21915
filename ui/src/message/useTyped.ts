import { useState } from "react";
import type { Fields } from "./leaf";

/** The fields of a block as they were typed, while its text is what they made of it: an empty line at the end stays. */
export function useTyped(source: string, fields: Fields): [Fields, (source: string, typed: Fields) => void] {
  const [held, hold] = useState<{ source: string; typed: Fields } | null>(null);
  return [held?.source === source ? { ...fields, ...held.typed } : fields, (next, typed) => hold({ source: next, typed })];
}
