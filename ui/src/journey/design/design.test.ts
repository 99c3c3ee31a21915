import { describe, expect, it } from "vitest";
import type { Lane } from "../../api/types";
import type { Mapping } from "../../draft/json";
import { evidenceOf, isEmpty, knownOf, textsIn, withCell, withEvidence } from "./cells";
import { table } from "./clipboard";
import { gapsOf } from "./gaps";
import { brief, fromLines, movedLine, toLines } from "./lines";
import { lanesOf, movedLane, rowsOf, type Row } from "./rows";
import { added, keyFrom, moved, removed, restored } from "./stages";

const lane = (key: string, kind: Lane["kind"], usual = true): Lane => ({ key, kind, usual, group: "customer", field: ["field", "text"].includes(kind) ? key : null, name: { fi: key, en: key } });
const catalogue = [lane("questions", "field"), lane("goal", "text"), lane("needs", "cell", false), lane("emotion", "emotion"), lane("touchpoints", "touchpoints"), lane("people", "live", false)];
const document: Mapping = {
  stages: [
    { key: "lead", name: "Liidit", questions: ["Paljonko?"], goal: "Ostaa", actions: ["a"], places: ["p"], emotion_assumed: 0, cells: { needs: ["Apua"] } },
    { key: "customer", name: "Asiakkaat", enter: [{ event: "Order Completed", from: ["lead"] }, "Paid"] },
  ],
  touchpoints: [{ key: "page", stages: ["lead", "customer"] }],
  goal: { from: "lead", to: "customer" },
};
const rows = rowsOf(document, catalogue, false);
const row = (key: string): Row => rowsOf({ ...document, lanes: [key] }, catalogue, false)[0]!;

describe("rows", () => {
  it("are the usual ones until the document names its own", () => {
    expect(rows.map(({ key }) => key)).toEqual(["questions", "goal", "emotion", "touchpoints"]);
    const own = rowsOf({ ...document, lanes: ["needs", { key: "feel", name: "Fiilis" }] }, catalogue, false);
    expect(own.map(({ key, own: mine, name }) => [key, mine, name])).toEqual([
      ["needs", false, { fi: "needs", en: "needs" }],
      ["feel", true, "Fiilis"],
    ]);
  });
  it("have the measured ones above them when live, each once", () => {
    expect(rowsOf({ ...document, lanes: ["goal", "people"] }, catalogue, true).map(({ key }) => key)).toEqual(["people", "goal"]);
  });
  it("move within their list", () => {
    const lanes = lanesOf(document, catalogue);
    expect(movedLane(lanes, "goal", 0)).toEqual(["goal", "questions", "emotion", "touchpoints"]);
    expect(movedLane(lanes, "goal", 99).at(-1)).toBe("goal");
  });
});

describe("cells", () => {
  it("stand in a field of the stage, or under cells", () => {
    expect(textsIn(document, 0, row("questions"))).toEqual(["Paljonko?"]);
    expect(textsIn(document, 0, row("needs"))).toEqual(["Apua"]);
    expect(withCell(document, 0, row("needs"), undefined).stages).not.toHaveProperty("0.cells");
    expect(isEmpty(document, (document.stages as Mapping[])[0]!, 0, row("emotion"))).toBe(false);
  });
  it("say in short what they rest on", () => {
    const told = withEvidence(document, 0, "questions", { level: "researched", status: "draft", source: "", by: "", on: "" });
    expect(told).toHaveProperty("stages.0.evidence.questions", "researched");
    expect(knownOf((told.stages as Mapping[])[0]!, "questions").level).toBe("researched");
    expect(withEvidence(told, 0, "questions", { level: "assumption", status: "draft", source: "", by: "", on: "" })).toEqual(document);
    expect(evidenceOf({ level: "measured", status: "confirmed", source: "x", by: "", on: "" })).toEqual({ level: "measured", source: "x", status: "confirmed" });
  });
});

describe("lines", () => {
  const both = { fi: "Hinta", en: "Price" };
  it("keep the other language of a text that is moved or changed", () => {
    expect(fromLines("Uusi\nHinta", [both], "fi", "fi")).toEqual(["Uusi", both]);
    expect(fromLines("Toimitus\nKoko", [both, "Koko"], "fi", "fi")).toEqual([{ fi: "Toimitus", en: "Price" }, "Koko"]);
    expect(fromLines("\n \n", [both], "fi", "fi")).toEqual([]);
  });
  it("show the other language where theirs is missing, and write beside it", () => {
    expect(toLines(["Hinta"], "en", "fi")).toBe("Hinta");
    expect(fromLines("Price", ["Hinta"], "en", "fi")).toEqual([{ fi: "Hinta", en: "Price" }]);
  });
  it("are cut in a cell, between letters", () => {
    expect(brief("Hinta")).toBe("Hinta");
    expect(brief("Ä".repeat(10_000))).toHaveLength(400);
    expect(brief(`${"a".repeat(399)}🦊b`).endsWith("a…")).toBe(true);
  });
  it("change places with the caret", () => {
    expect(movedLine("a\nbcd\ne", 3, -1)).toEqual({ text: "bcd\na\ne", caret: 1 });
    expect(movedLine("a\nb", 2, 1)).toBeNull();
  });
});

describe("stages", () => {
  it("get a key of their own from the name", () => {
    expect(keyFrom("Ensi-ostajat & Äiti", [])).toBe("ensi-ostajat-aiti");
    expect(keyFrom("Lead", ["lead", "lead-2"])).toBe("lead-3");
    expect(keyFrom("🦊", [])).toBe("vaihe");
    expect(keyFrom("x".repeat(10_000), [])).toHaveLength(40);
    expect(added(document, 1, "Lead")).toMatchObject({ key: "lead-2", document: { stages: [{}, { name: "Lead" }, {}] } });
  });
  it("move, and stay within", () => {
    expect((moved(document, "customer", -5).stages as Mapping[]).map(({ key }) => key)).toEqual(["customer", "lead"]);
  });
  it("go with what names them, and all comes back", () => {
    const without = removed(document, "lead")!;
    expect(without.goal).toBeUndefined();
    expect(without).toHaveProperty("touchpoints.0.stages", ["customer"]);
    expect(without).toHaveProperty("stages.0.enter", ["Paid"]);
    const back = restored(without, document, "lead");
    expect(back.stages).toEqual(document.stages);
    expect(back.goal).toEqual(document.goal);
    expect([...((back.touchpoints as Mapping[])[0]!.stages as string[])].sort()).toEqual(["customer", "lead"]);
    expect(removed(removed(document, "lead")!, "customer")).toBeNull();
  });
  it("are named no more by contents either", () => {
    const told = { ...document, topics: [{ key: "price", stages: ["lead", "customer"] }], proof: [{ key: "case", stages: ["lead"] }] };
    const without = removed(told, "lead")!;
    expect(without).toMatchObject({ topics: [{ stages: ["customer"] }], proof: [{ stages: [] }] });
    expect(restored(without, told, "lead")).toMatchObject({ topics: [{ stages: ["customer", "lead"] }], proof: [{ stages: ["lead"] }] });
  });
});

it("counts what is empty, on the map and off it", () => {
  const gaps = gapsOf(document, rows);
  expect(gaps.filter(({ stage }) => stage === "lead")).toEqual([]);
  expect(gaps.map(({ lane: where, onMap }) => [where, onMap])).toEqual([
    ["questions", true],
    ["goal", true],
    ["emotion", true],
    ["actions", false],
    ["places", false],
  ]);
});

it("reads a table of a spreadsheet, and leaves plain lines alone", () => {
  expect(table("a\tb\nc\td\n")).toEqual([["a", "b"], ["c", "d"]]);
  expect(table('"one\ntwo ""2"""\tx')).toEqual([['one\ntwo "2"', "x"]]);
  expect(table("a\nb")).toBeNull();
});
