import { beforeEach, expect, test, vi } from "vitest";
import { forget, keep, keepFor, recall } from "./localCopy";

beforeEach(() => {
  keepFor("aino");
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

test("another user of the browser, or another workspace, does not see it", () => {
  keep("journey.main", "mine", 3);
  keepFor("veli");
  expect(recall("journey.main", "")).toBeNull();
  keepFor("aino");
  expect(recall("journey.main", "")?.text).toBe("mine");
});

test("what is not a copy is nothing", () => {
  for (const written of ["{", "null", "7", '{"text": 1, "edition": 2}', '{"text": "x"}']) {
    localStorage.setItem("polku.draft.aino.journey.main", written);
    expect(recall("journey.main", "")).toBeNull();
  }
});
