/** Views with a name, kept in the browser: a report and what was asked of it. */

import { useSyncExternalStore } from "react";
import type { Search } from "../app/address";

export interface SavedView {
  name: string;
  report: string;
  search: Search;
}

const PLACE = "polku.views";
const listeners = new Set<() => void>();

export function readViews(text: string | null): SavedView[] {
  try {
    const found: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(found) ? found.filter(isView) : [];
  } catch {
    return []; // what another version wrote
  }
}

function isView(value: unknown): value is SavedView {
  const view = value as SavedView | null;
  return typeof view?.name === "string" && typeof view.report === "string" && typeof view.search === "object" && view.search !== null;
}

/** A view of the same name is replaced. */
export function withView(views: SavedView[], view: SavedView): SavedView[] {
  return [...views.filter(({ name }) => name !== view.name), view].sort((a, b) => a.name.localeCompare(b.name));
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
