import { describe, expect, it } from "vitest";
import { priceVerdict } from "./priceVerdict";

const price = (value: number | null, low: number | null, high: number | null, target: number | null) => ({ value, low, high, target });

describe("a price against what one is willing to pay", () => {
  it("is too much only when the whole interval is", () => {
    expect(priceVerdict(price(12, 11, 13, 10), false)).toBe("bad");
    expect(priceVerdict(price(12, 9, 13, 10), false)).toBe("open");
    expect(priceVerdict(price(8, 7, 10, 10), false)).toBe("good");
  });
  it("turns round for a value", () => {
    expect(priceVerdict(price(12, 11, 13, 10), true)).toBe("good");
    expect(priceVerdict(price(8, 7, 9, 10), true)).toBe("bad");
  });
  it("says nothing of what is not known or not wanted", () => {
    expect(priceVerdict(price(null, null, null, 10), false)).toBe("unknown");
    expect(priceVerdict(price(8, 7, 9, null), false)).toBe("noTarget");
  });
  it("does without an interval", () => {
    expect(priceVerdict(price(12, null, null, 10), false)).toBe("bad");
  });
});
