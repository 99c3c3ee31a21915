import { beforeEach, expect, test, vi } from "vitest";
import { forget, keep, recall } from "./localCopy";

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => kept.set(name, text),
    removeItem: (name: string) => kept.delete(name),
  });
});

test("what was written before somebody else saved comes back with its own edition", () => {
  keep("journey.main", "mine", 3);
  expect(recall("journey.main", "theirs, saved as 4")).toEqual({ text: "mine", edition: 3 });
});

test("what the server holds already is no copy", () => {
  keep("journey.main", "saved after all", 3);
  expect(recall("journey.main", "saved after all")).toBeNull();
});

test("a tab that has saved its own text leaves what another tab kept", () => {
  keep("journey.main", "of the other tab", 3);
  forget("journey.main", "of this tab");
  expect(recall("journey.main", "")?.text).toBe("of the other tab");
  forget("journey.main", "of the other tab");
  expect(recall("journey.main", "")).toBeNull();
});

test("what is not a copy is nothing", () => {
  for (const written of ["{", "null", "7", '{"text": 1, "edition": 2}', '{"text": "x"}']) {
    localStorage.setItem("polku.draft.journey.main", written);
    expect(recall("journey.main", "")).toBeNull();
  }
});
