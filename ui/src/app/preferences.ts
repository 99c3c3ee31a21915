/** Choices a reader makes about the page itself; kept in the browser. */

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const SHORTCUTS = "polku.shortcuts";

export function setShortcuts(on: boolean): void {
  localStorage.setItem(SHORTCUTS, on ? "on" : "off");
  listeners.forEach((listener) => listener());
}

/** Whether single-letter keys work: they disturb some screen readers, so they can be switched off. */
export function useShortcutsOn(): boolean {
  return useSyncExternalStore(subscribe, () => localStorage.getItem(SHORTCUTS) !== "off");
}
