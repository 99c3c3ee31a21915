import { describe, expect, it } from "vitest";
import type { Improvement } from "../../api/improve";
import type { ReportAnswer } from "../../api/reports";
import { kindOf } from "./friction";
import { graded } from "./graded";
import { arc, movesOf } from "./overlay";
import { periodsOf } from "./periods";

it("tells the kind of a friction from its first word", () => {
  expect(kindOf("Ylämäki: sivu on hidas")).toEqual({ kind: "uphill", text: "sivu on hidas" });
  expect(kindOf("Detour – by phone")).toEqual({ kind: "detour", text: "by phone" });
  expect(kindOf("Esteetön sivu puuttuu")).toEqual({ kind: null, text: "Esteetön sivu puuttuu" });
});

describe("planned against walked", () => {
  const fit = { details: { design: [[1, 2]] } } as unknown as ReportAnswer;
  const graph = {
    sheets: [
      { key: "nodes", rows: [{ id: "1", event: { fi: "A" } }, { id: "2", event: { fi: "B" } }, { id: "-2", event: { fi: "Loppu" } }] },
      { key: "arrows", rows: [{ id: "1>2", moves: 5 }, { id: "2>1", moves: 3 }, { id: "2>-2", moves: 9 }] },
    ],
  } as unknown as ReportAnswer;
  it("has each arrow once, and the ends of paths not at all", () => {
    expect(movesOf(fit, graph, ["A", "B"])).toEqual([
      { from: 0, to: 1, planned: true, moves: 5 },
      { from: 1, to: 0, planned: false, moves: 3 },
    ]);
  });
  it("draws what was planned above the line and the rest below", () => {
    const y = (path: string) => Number(path.split(" ")[3]);
    expect(y(arc({ from: 0, to: 1, planned: true, moves: 1 }, 100, 100))).toBeLessThan(100);
    expect(y(arc({ from: 1, to: 0, planned: false, moves: 1 }, 100, 100))).toBeGreaterThan(100);
  });
});

it("compares as long before a change as after it, and nothing in its first week", () => {
  expect(periodsOf("2026-11-01T12:00:00Z", "2026-11-22T12:00:00Z")).toEqual({
    days: 21,
    before: { from: "2026-10-11", to: "2026-10-31" },
    after: { from: "2026-11-01", to: "2026-11-21" },
  });
  expect(periodsOf("2026-01-01T00:00:00Z", "2026-11-22T00:00:00Z")?.days).toBe(90);
  expect(periodsOf("2026-11-20T00:00:00Z", "2026-11-22T00:00:00Z")).toBeNull();
});

it("puts the best opportunity first and takes the customer's value from the data until somebody says it", () => {
  const item = (id: number, more: object) => ({ id, kind: "opportunity", state: "new", score: null, customer_value: null, measured: null, effort: null, ...more }) as unknown as Improvement;
  const found = graded([item(1, { score: 2 }), item(2, { score: 9, measured: { value: 4, lost: 1, entered: 2 } }), item(3, { state: "done" })]);
  expect(found.map(({ item: { id }, place, customer }) => [id, place, customer])).toEqual([
    [2, 1, 4],
    [1, 2, null],
  ]);
});
