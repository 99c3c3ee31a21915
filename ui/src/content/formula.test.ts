import { describe, expect, it } from "vitest";
import { divided, elative, LEVELS, total, typed, whole } from "./formula";

const THUMB = { unaware: 60, aware: 20, exploring: 17, deciding: 3 };

describe("the market formula", () => {
  it("divides ten thousand as in the book", () => {
    expect(divided(10_000, THUMB)).toEqual({ unaware: 6000, aware: 2000, exploring: 1700, deciding: 300 });
  });
  it("keeps people whole and loses none", () => {
    for (let people = 1; people < 400; people++) {
      const found = divided(people, { unaware: 33.4, aware: 33.3, exploring: 30.2, deciding: 3.1 });
      expect(total(found)).toBe(people);
      for (const level of LEVELS) expect(Number.isInteger(found[level])).toBe(true);
    }
  });
  it("knows whether the shares are the whole", () => {
    expect(whole(THUMB)).toBe(true);
    expect(whole({ ...THUMB, deciding: 4 })).toBe(false);
    expect(whole({ ...THUMB, unaware: -40, aware: 120 })).toBe(false);
    expect(whole({ ...THUMB, unaware: NaN })).toBe(false);
  });
  it("reads numbers of both languages", () => {
    expect([typed("12,5"), typed("10 000"), typed("3 %"), typed("")]).toEqual([12.5, 10000, 3, NaN]);
  });
  it("says of how many", () => {
    const said = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20, 26, 100].map(elative);
    expect(said).toEqual(["1:stä", "2:sta", "3:sta", "4:stä", "5:stä", "6:sta", "7:stä", "8:sta", "9:stä", "10:stä", "11:stä", "12:sta", "20:stä", "26:sta", "100:sta"]);
  });
});
