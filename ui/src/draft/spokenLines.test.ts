import { describe, expect, it } from "vitest";
import { linesOf, withLines } from "./spokenLines";

const list = [{ fi: "Mitä se maksaa?", en: "What does it cost?" }, "Toimiiko se?"];

describe("a list of texts as lines", () => {
  it("shows the texts of one language", () => {
    expect(linesOf(list, "fi", "fi")).toBe("Mitä se maksaa?\nToimiiko se?");
    expect(linesOf(list, "en", "fi")).toBe("What does it cost?\n");
  });
  it("keeps the other language of a line that was changed, moved or left alone", () => {
    expect(withLines(list, "fi", "fi", "Paljonko se maksaa?\nToimiiko se?")).toEqual([
      { fi: "Paljonko se maksaa?", en: "What does it cost?" },
      "Toimiiko se?",
    ]);
    expect(withLines(list, "fi", "fi", "Toimiiko se?\nMitä se maksaa?")).toEqual([list[1], list[0]]);
  });
  it("drops a line that is taken away and adds a new one as it is written", () => {
    expect(withLines(list, "fi", "fi", "Mitä se maksaa?")).toEqual([list[0]]);
    expect(withLines(list, "fi", "fi", "Mitä se maksaa?\nToimiiko se?\nMilloin?")).toEqual([...list, "Milloin?"]);
    expect(withLines(list, "en", "fi", "What does it cost?\nDoes it work?")).toEqual([list[0], { fi: "Toimiiko se?", en: "Does it work?" }]);
    expect(withLines(undefined, "fi", "fi", "")).toEqual([]);
  });
});
