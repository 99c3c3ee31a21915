import { expect, it } from "vitest";
import { asPairs, fromPairs } from "./pairs";

it("brings plain values back as they were", () => {
  const value = { interest: "opas", score: 9, vip: true, old: null, code: "007", many: "12345678901234567890" };
  expect(fromPairs(asPairs(value)!)).toEqual(value);
});

it("leaves lists and mappings to YAML, and rows without a name unwritten", () => {
  expect(asPairs({ a: [1] })).toBeNull();
  expect(asPairs(["a"])).toBeNull();
  expect(asPairs(undefined)).toEqual([]);
  expect(fromPairs([{ name: " ", value: "x" }])).toBeUndefined();
});
