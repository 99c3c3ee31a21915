import { describe, expect, it } from "vitest";
import type { Json } from "../draft/json";
import { blankRule, keyOf, KINDS, read, unfinished, write, writeRule } from "./segmentForm";

describe("the builder", () => {
  it("reads what it wrote", () => {
    for (const join of ["all", "any"] as const) {
      const rules = KINDS.map((kind, index) => ({ ...blankRule(kind), what: `x${index}`, not: index % 2 === 0 }));
      expect(read(write({ join, rules }))).toEqual({ join, rules });
    }
    const one = { join: "all" as const, rules: [{ ...blankRule("did"), what: "Order Completed", test: ">=2", within: "30d" }] };
    expect(write(one)).toEqual({ did: "Order Completed", count: ">=2", within: "30d" });
    expect(read(write(one))).toEqual(one);
  });
  it("begins with no rule", () => {
    expect(read({})).toEqual({ join: "all", rules: [] });
    expect(read(undefined)).toEqual({ join: "all", rules: [] });
  });
  it.each<Json>([
    { did: "Order Completed", where: { total: ">50" } },
    { all: [{ any: [{ stage: "lead" }] }] },
    { stage: ["lead", "customer"] },
    { trait: "visits", is: 3 },
    { all: [{ stage: "lead" }], note: "x" },
    { not: { not: { stage: "lead" } } },
    { all: [] },
    ["stage"],
  ])("leaves to YAML what it cannot say: %j", (condition) => {
    expect(read(condition)).toBeNull();
  });
  it("knows what cannot be asked yet", () => {
    expect(unfinished({})).toBe(true);
    expect(unfinished(writeRule(blankRule()))).toBe(true);
    expect(unfinished({ stage: "lead" })).toBe(false);
    expect(unfinished({ stage: ["lead"] })).toBe(false);
  });
  it("writes only what is given", () => {
    expect(writeRule({ ...blankRule("stage"), what: "lead", test: "ignored" })).toEqual({ stage: "lead" });
  });
});

describe("a key", () => {
  it("is made of the name's letters", () => {
    expect(keyOf("Hiljaiset liidit")).toBe("hiljaiset-liidit");
    expect(keyOf("  Ääni & Öljy! ")).toBe("aani-oljy");
  });
});
