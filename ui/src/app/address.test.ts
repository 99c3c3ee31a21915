import { describe, expect, it } from "vitest";
import { readAddress, writeAddress } from "./address";

describe("the address", () => {
  it("comes back as it was said, lists and long numbers too", () => {
    const search = { segment: "loyal", event: ["Order Completed", "a,b"], person: "9007199254740993", q: "a&b=c +" };
    expect(readAddress(writeAddress(search))).toEqual(search);
  });
  it("does not say what is empty", () => {
    expect(writeAddress({ a: undefined, b: "", c: [], d: null })).toBe("");
  });
  it("keeps a number text", () => {
    expect(readAddress("?days=7")).toEqual({ days: "7" });
  });
});
