/** The draft on screen that could not be saved. A panel over the screen hides where that is said, so it says it too. */

import { useEffect, useSyncExternalStore } from "react";
import type { Saved, TextDraft } from "./useDraft";

export const troubled = ({ state }: Saved): boolean => ["conflict", "failed", "expired", "refused"].includes(state);

let current: TextDraft | null = null;
const listeners = new Set<() => void>();

function tell(draft: TextDraft | null): void {
  current = draft;
  for (const listener of listeners) listener();
}

const listen = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Tells panels of the trouble while there is any. */
export function useTellTrouble(draft: TextDraft): void {
  const { saved } = draft;
  useEffect(() => {
    if (!troubled(saved)) return;
    tell(draft);
    return () => tell(null);
    // What the draft can do does not change with its text.
  }, [saved]);
}

export const useTrouble = (): TextDraft | null => useSyncExternalStore(listen, () => current);
