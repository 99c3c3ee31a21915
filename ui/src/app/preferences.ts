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

const RAIL = "polku.rail";

export function toggleRail(): void {
  localStorage.setItem(RAIL, localStorage.getItem(RAIL) === "off" ? "on" : "off");
  listeners.forEach((listener) => listener());
}

/** Whether the menu stands beside the screen; a narrow window has it below in any case. */
export function useRailOn(): boolean {
  return useSyncExternalStore(subscribe, () => localStorage.getItem(RAIL) !== "off");
}
