import { describe, expect, it } from "vitest";
import type { ProgrammeList, ProgrammeRow } from "../api/types";
import { localText, type LocalText } from "../format/text";
import { filtered, freeKey } from "./stageList";

const row = (key: string, state: ProgrammeRow["state"] = "live") => ({ key, name: { fi: `Malli ${key}`, en: key }, state }) as ProgrammeRow;
const stage = (key: string, programmes: ProgrammeRow[]) => ({ key, name: { fi: key, en: key }, exit: false, programmes });
const list: ProgrammeList = {
  stages: [stage("lead", [row("welcome"), row("quiet", "draft")]), stage("left", [])],
  unbound: [row("welcome-2")],
  as_of: "",
};
const fi = (value: LocalText) => localText(value, "fi");

describe("the list by stage", () => {
  it("keeps the empty stages, and what has no stage comes last", () => {
    expect(filtered(list, {}, fi).map(({ key, programmes }) => [key, programmes.length])).toEqual([["lead", 2], ["left", 0], [null, 1]]);
  });
  it("filters by state and by the words of the name", () => {
    expect(filtered(list, { state: "draft" }, fi)[0]!.programmes.map(({ key }) => key)).toEqual(["quiet"]);
    expect(filtered(list, { q: "MALLI W" }, fi).flatMap(({ programmes }) => programmes.map(({ key }) => key))).toEqual(["welcome", "welcome-2"]);
  });
});

describe("a free key", () => {
  it("is the wanted one, or the next number that nobody has", () => {
    expect(freeKey(list, "review")).toBe("review");
    expect(freeKey(list, "welcome")).toBe("welcome-3");
    expect(freeKey(undefined, "welcome")).toBe("welcome");
  });
});
