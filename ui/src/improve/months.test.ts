import { describe, expect, it } from "vitest";
import { goesOn, inMonth, monthsOf, within } from "./months";

describe("the year calendar", () => {
  it("has twelve months", () => {
    expect(monthsOf(2026).at(0)).toBe("2026-01");
    expect(monthsOf(2026).at(11)).toBe("2026-12");
  });
  it("shows what goes on in each of its months", () => {
    const item = { from: "2026-11-20", to: "2027-01-05" };
    expect(inMonth([item], "2026-12")).toEqual([item]);
    expect(inMonth([item], "2026-10")).toEqual([]);
    expect(goesOn(item, "2026-12")).toBe(true);
    expect(goesOn(item, "2026-11")).toBe(false);
  });
  it("moves what is every year, over New Year too", () => {
    expect(within({ from: "2024-12-20", to: "2025-01-06", every: "year" }, 2026)).toEqual([
      { from: "2026-01-01", to: "2026-01-06" },
      { from: "2026-12-20", to: "2026-12-31" },
    ]);
    expect(within({ from: "2024-02-29", every: "year" }, 2026)).toEqual([{ from: "2026-02-28", to: "2026-02-28" }]);
  });
  it("leaves what is once in its own year", () => {
    expect(within({ from: "2025-05-01" }, 2026)).toEqual([]);
    expect(within({ from: "2026-05-01" }, 2026)).toEqual([{ from: "2026-05-01", to: "2026-05-01" }]);
  });
});
