import { describe, expect, it } from "vitest";
import { begunAt, completed, matching } from "./mention";

const NAMES = ["Anna Aalto", "Anna-Liisa", "Pekka Anttila", "Åsa"];

describe("a mention", () => {
  it("begins at an @ that no letter precedes", () => {
    expect(begunAt("Hei @An", 7)).toEqual({ from: 4, said: "An" });
    expect(begunAt("anna@yritys", 11)).toBeNull();
    expect(begunAt("@Anna\nja", 8)).toBeNull();
    expect(begunAt("ei mitään", 9)).toBeNull();
  });
  it("offers names by their start, then by a later part", () => {
    expect(matching(NAMES, "an")).toEqual(["Anna Aalto", "Anna-Liisa", "Pekka Anttila"]);
    expect(matching(NAMES, "å")).toEqual(["Åsa"]);
    expect(matching(NAMES, "x")).toEqual([]);
  });
  it("puts the whole name and a space", () => {
    expect(completed("Hei @An ja muut", { from: 4, said: "An" }, 7, "Anna Aalto")).toEqual({ text: "Hei @Anna Aalto ja muut", caret: 16 });
  });
});
