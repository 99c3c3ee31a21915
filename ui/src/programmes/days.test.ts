import { expect, it } from "vitest";
import { dayOnWay, daysOf, metOnWay } from "./days";
import type { ProgrammeDocument } from "./document";

const days = (...steps: unknown[]) => Object.fromEntries(daysOf({ steps } as unknown as ProgrammeDocument));
const set = (key: string) => ({ key, set: {} });
const day = (from: number, to: number | null = from) => ({ from, to });

it("adds up the waits on the way", () => {
  expect(days({ key: "w", wait: "3d" }, set("a"), { key: "v", wait: "12h" }, { key: "u", wait: "1w" }, set("b"))).toEqual({
    w: day(0), a: day(3), v: day(3), u: day(3.5), b: day(10.5),
  });
});

it("is a range after a wait for an event", () => {
  expect(days({ key: "w", wait: "3d" }, { key: "e", wait: { event: "Bought", at_most: "2w", then: [set("a")], else: [set("b")] } }, set("c"))).toEqual({
    w: day(0), e: day(3), "e>then": day(3, 17), a: day(3, 17), "e>else": day(17), b: day(17), c: day(3, 17),
  });
});

it("leaves out the ways that end", () => {
  const branch = { key: "q", branch: [{ if: {}, key: "yes", steps: [{ key: "w", wait: "5d" }, { key: "x", end: null }] }, { else: [] }] };
  expect(days(branch, set("a")).a).toEqual(day(0));
  expect(days({ key: "x", end: null }, set("a")).a).toBeUndefined();
});

it("counts those who meet no condition", () => {
  expect(days({ key: "q", branch: [{ if: {}, key: "yes", steps: [{ key: "w", wait: "5d" }] }] }, set("a")).a).toEqual(day(0, 5));
});

it("says no latest day where it depends on the person, and nothing for an open window", () => {
  expect(days({ key: "w", wait: { date: "trial_ends", offset: "-3d" } }, set("a")).a).toEqual(day(0, null));
  expect(days({ key: "w", wait: { window: { from: "09:00" } } }, set("a")).a).toEqual(day(0));
});

it("follows one person's way, and tells which conditions were asked", () => {
  const arm = (key: string) => ({ if: { did: key }, key, steps: [] });
  const document = {
    steps: [
      { key: "w", wait: "3d" },
      { key: "q", branch: [arm("one"), arm("two"), arm("three"), { else: [] }] },
      { key: "d", wait: { date: "birthday" } },
      { key: "s", set: {} },
    ],
  } as unknown as ProgrammeDocument;
  const way = ["w", "q", "q>two", "d", "s"];
  expect([...dayOnWay(document, way)]).toEqual([["w", 0], ["q", 3], ["d", 3]]);
  expect([...metOnWay(document, way)]).toEqual([["q>one", false], ["q>two", true]]);
});
