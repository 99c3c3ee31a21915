import { describe, expect, it } from "vitest";
import type { Improvement } from "../api/improve";
import { columnOf, nextStep, passes, ranked } from "./board";

const item = (values: Partial<Improvement>): Improvement =>
  ({ id: 1, kind: "idea", state: "new", continued: false, verified: null, score: null, votes: 0, stage: null, ...values }) as Improvement;

describe("the board", () => {
  it("shows what was taken further only as what it became", () => {
    expect(columnOf(item({ continued: true, state: "planned" }))).toBeNull();
    expect(columnOf(item({ kind: "opportunity" }))).toBe("opportunities");
  });
  it("shows what is done once: as that which was verified", () => {
    const verified = { verdict: "better", by: 4 } as Improvement["verified"];
    expect(columnOf(item({ state: "done", verified }))).toBeNull();
    expect(columnOf(item({ kind: "experiment", state: "done", verified: { ...verified!, by: null } }))).toBe("done");
  });
  it("keeps frictions beside and the rejected away", () => {
    expect(columnOf(item({ kind: "friction" }))).toBe("frictions");
    expect(columnOf(item({ state: "rejected" }))).toBeNull();
  });
  it("ranks by score, then by votes", () => {
    const found = ranked([item({ id: 1, votes: 9 }), item({ id: 2, score: 4 }), item({ id: 3, score: 8 })]);
    expect(found.map(({ id }) => id)).toEqual([3, 2, 1]);
  });
});

describe("the next step", () => {
  it("goes from idea to opportunity, and from there by state", () => {
    expect(nextStep(item({}))).toEqual({ promote: "opportunity" });
    expect(nextStep(item({ kind: "opportunity", state: "planned" }))).toEqual({ state: "doing" });
    expect(nextStep(item({ kind: "experiment", state: "doing" }))).toEqual({ state: "done" });
    expect(nextStep(item({ state: "done" }))).toBeNull();
    expect(nextStep(item({ continued: true }))).toBeNull();
  });
});

it("a filter of stage and kind leaves what has both", () => {
  expect(passes(item({ stage: "lead" }), { stage: "lead", kind: "idea" })).toBe(true);
  expect(passes(item({ stage: "lead" }), { stage: "lead", kind: "friction" })).toBe(false);
});
