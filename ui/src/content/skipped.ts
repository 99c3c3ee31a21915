/** Whether the reader went on to formats and channels before each stage had a topic; by journey, in this browser. */

import { useSyncExternalStore } from "react";

const NAME = "polku.topicsSkipped.";
const listeners = new Set<() => void>();

export function skip(journey: string): void {
  localStorage.setItem(NAME + journey, "yes");
  listeners.forEach((listener) => listener());
}

export const useSkipped = (journey: string): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => localStorage.getItem(NAME + journey) !== null,
  );
