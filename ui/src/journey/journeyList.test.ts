import { describe, expect, it } from "vitest";
import type { JourneyRow } from "../api/types";
import { found } from "./journeyList";

const row = (key: string, fi: string, more: Partial<JourneyRow> = {}): JourneyRow =>
  ({ key, name: { fi, en: fi }, goal: null, owner: null, running: false, updated: "2026-01-01T00:00:00Z", stale: { days: 0 }, completeness: { filled: 1, total: 2 }, ...more }) as JourneyRow;
const say = (value: unknown) => (value as { fi?: string } | null)?.fi ?? "";
const rows = [row("a", "Ääri"), row("b", "Aloitus"), row("c", "Zeta", { running: true }), row("d", "Öljy", { updated: "2026-02-01T00:00:00Z", stale: { days: 9 } as JourneyRow["stale"] })];
const keys = (asked: string, order: Parameters<typeof found>[2]) => found(rows, asked, order, say, "fi").map(({ key }) => key);

describe("the list of journeys", () => {
  it("has the running one first and sorts å ä ö after z", () => {
    expect(keys("", "name")).toEqual(["c", "b", "a", "d"]);
  });
  it("finds loosely", () => {
    expect(keys("aari", "name")).toEqual(["a"]);
    expect(keys("x", "name")).toEqual([]);
  });
  it("puts first what was changed last, or is over its review by most", () => {
    expect(keys("", "updated").slice(0, 2)).toEqual(["c", "d"]);
    expect(keys("", "review").slice(0, 2)).toEqual(["c", "d"]);
  });
});
