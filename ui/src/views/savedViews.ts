/** Views with a name, kept in the browser: a screen and what its address said. */

import { useSyncExternalStore } from "react";
import type { Search } from "../app/address";
import { collator } from "../format/text";

export interface SavedView {
  name: string;
  /** Where: /people, /metrics/funnel. */
  path: string;
  search: Search;
}

// Å, Ä and Ö after Z, as readers of both languages know their own names.
const ORDER = collator("fi");
const PLACE = "polku.views";
const listeners = new Set<() => void>();

export function readViews(text: string | null): SavedView[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.map(ofToday).filter(isView) : [];
  } catch {
    return []; // what another version wrote
  }
}

/** Views kept when only reports had them named the report alone. */
function ofToday(value: unknown): unknown {
  const { report, ...rest } = (value ?? {}) as { report?: unknown };
  return typeof report === "string" ? { ...rest, path: `/metrics/${report}` } : value;
}

function isView(value: unknown): value is SavedView {
  const view = value as SavedView | null;
  return typeof view?.name === "string" && typeof view.path === "string" && view.path.startsWith("/") && typeof view.search === "object" && view.search !== null;
}

/** A view of the same name is replaced. */
export function withView(views: SavedView[], view: SavedView): SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].sort((a, b) => ORDER.compare(a.name, b.name));
}

function write(views: SavedView[]): void {
  localStorage.setItem(PLACE, JSON.stringify(views));
  listeners.forEach((listener) => listener());
}

const now = () => readViews(localStorage.getItem(PLACE));
export const saveView = (view: SavedView): void => write(withView(now(), view));
export const removeView = (name: string): void => write(now().filter((view) => view.name !== name));

export function useViews(): SavedView[] {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => localStorage.getItem(PLACE),
  );
  return readViews(text);
}
