import { describe, expect, it } from "vitest";
import { clockOf } from "./clock";

const NOW = Date.parse("2026-11-23T08:00:00Z");

describe("the response clock", () => {
  it("counts down to the target and up after it", () => {
    expect(clockOf({ due: "2026-11-23T20:00:00Z", answered: null, late: false }, NOW)).toEqual({ says: "left", days: 0.5 });
    expect(clockOf({ due: "2026-11-22T08:00:00Z", answered: null, late: true }, NOW)).toEqual({ says: "over", days: 1 });
  });
  it("stops when the task is answered, and is silent without a target", () => {
    expect(clockOf({ due: "2026-11-22T08:00:00Z", answered: "2026-11-22T07:00:00Z", late: false }, NOW)).toEqual({ says: "answered", at: "2026-11-22T07:00:00Z" });
    expect(clockOf({ due: null, answered: null, late: false }, NOW)).toEqual({ says: "none" });
  });
});
