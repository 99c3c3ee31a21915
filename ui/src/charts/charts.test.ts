import { describe, expect, it } from "vitest";
import type { Chart, Kind, Sheet } from "../api/reports";
import { layers, mainFlow, placed } from "./layout";
import { withoutSums, type Option, type Paper } from "./paper";
import { picture } from "./pictures";
import { summary } from "./summary";

const paper: Paper = {
  colours: { text: "#000", quiet: "#555", line: "#ccc", surface: "#fff", series: ["#1", "#2", "#3"], heat: ["#e", "#f"], font: "sans-serif" },
  write: (value) => (value === null || value === undefined ? "–" : String(value)),
  title: ({ key }) => key,
  narrow: false,
};
const column = (key: string, kind: Kind, interval = false) => ({ key, kind, interval, people: false, title: { fi: key, en: key } });
const source = (kind: Chart["kind"], x: string, y: string[], by: string | null, sheet: Pick<Sheet, "columns" | "rows">) => ({
  chart: { key: "c", title: { fi: "", en: "" }, kind, sheet: "s", x, y, by },
  sheet: { key: "s", title: { fi: "", en: "" }, more: 0, ...sheet },
});
const series = (option: Option) => option.series as { type: string; name?: string; data: unknown[]; [key: string]: unknown }[];

describe("bars", () => {
  const columns = [column("name", "text"), column("share", "share", true), column("people", "count")];
  const rows = [
    { id: "1", name: "a", share: 0.5, share_low: 0.4, share_high: 0.6, people: 4 },
    { id: "2", name: "b", share: null, share_low: null, share_high: null, people: 0 },
  ];
  it("draw intervals only where there is one, and nothing for what is missing", () => {
    const drawn = series(picture(source("bars", "name", ["share"], null, { columns, rows }), paper).option);
    expect(drawn.map(({ type }) => type)).toEqual(["bar", "custom"]);
    expect(drawn[0]!.data).toEqual([0.5, "-"]);
    expect(drawn[1]!.data).toEqual([[0, 0.4, 0.6]]);
  });
  it("never put people and shares on one axis", () => {
    const drawn = series(picture(source("bars", "name", ["people", "share"], null, { columns, rows }), paper).option);
    expect(drawn.map(({ name }) => name)).toEqual(["people"]);
  });
  it("are told apart by a second name, when there is one", () => {
    const two = [column("name", "text"), column("by", "text"), column("share", "share")];
    const told = [{ id: "1", name: "a", by: "b", share: 0.1 }, { id: "2", name: "a", by: null, share: 0.2 }];
    const dash = { ...paper, write: (value: unknown) => (value === null ? "\u2013" : String(value)) };
    const { option } = picture(source("bars", "name", ["share"], "by", { columns: two, rows: told }), dash);
    expect((option.yAxis as { data: string[] }).data).toEqual(["a · b", "a"]);
  });
  it("say how many had no room", () => {
    const many = Array.from({ length: 50 }, (_, id) => ({ id: String(id), name: `n${id}`, share: 0.1, people: 1 }));
    expect(picture(source("bars", "name", ["share"], null, { columns, rows: many }), paper).left).toBe(20);
  });
});

describe("sums", () => {
  const sheet = (rows: object[]) => ({ key: "s", title: { fi: "", en: "" }, more: 0, columns: [column("n", "count")], rows }) as Sheet;
  const ids = (rows: object[]) => withoutSums(sheet(rows), "n").rows.map(({ id }) => id);
  it("are left out of the picture, and so are others that dwarf the rest", () => {
    expect(ids([{ id: "a", n: 1 }, { id: "other", n: 9 }, { id: "total", n: 10 }])).toEqual(["a"]);
    expect(ids([{ id: "a", n: 5 }, { id: "other", n: 4 }])).toEqual(["a", "other"]);
  });
  it("stay when there is nothing else", () => {
    expect(ids([{ id: "total", n: 10 }])).toEqual(["total"]);
  });
});

describe("lines", () => {
  const columns = [column("month", "month"), column("channel", "text"), column("share", "share", true)];
  const rows = [
    { id: "1", month: "2026-02", channel: "a", share: 0.2, share_low: 0.1, share_high: 0.3 },
    { id: "2", month: "2026-01", channel: "a", share: null, share_low: null, share_high: null },
    { id: "3", month: "2026-01", channel: "b", share: 0.4, share_low: 0.3, share_high: 0.5 },
  ];
  const drawn = picture(source("lines", "month", ["share"], "channel", { columns, rows }), paper).option;
  it("are one for each value of `by`, with the months in order and a gap for what is missing", () => {
    expect((drawn.xAxis as { data: string[] }).data).toEqual(["2026-01", "2026-02"]);
    const named = series(drawn).filter(({ name }) => name);
    expect(named.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(named[0]!.data).toEqual([["2026-02", 0.2], ["2026-01", null]]);
    expect(named[0]!.connectNulls).toBe(false);
  });
  it("differ by more than colour", () => {
    const [a, b] = series(drawn).filter(({ name }) => name);
    expect(a!.symbol).not.toEqual(b!.symbol);
  });
  it("are stairs when the chart asks for steps", () => {
    const stairs = series(picture(source("steps", "month", ["share"], null, { columns, rows }), paper).option);
    expect(stairs[0]!.step).toBe("end");
  });
});

describe("heat", () => {
  it("leaves a hole where there is no number", () => {
    const columns = [column("age", "count"), column("cohort", "month"), column("share", "share")];
    const rows = [
      { id: "1", age: 10, cohort: "2026-01", share: 0.1 },
      { id: "2", age: 2, cohort: "2026-01", share: null },
    ];
    const { option } = picture(source("heat", "age", ["share"], "cohort", { columns, rows }), paper);
    expect((option.xAxis as { data: string[] }).data).toEqual(["2", "10"]);
    expect(series(option)[0]!.data).toEqual([[1, 0, 0.1]]);
  });
});

describe("arrows", () => {
  const edge = (from: string, to: string, weight = 1) => ({ from, to, weight });
  it("stand in layers along the main flow, and an arrow back does not change them", () => {
    const edges = [edge("a", "b", 9), edge("b", "c", 8), edge("c", "a", 1)];
    expect(mainFlow(edges)).toEqual(edges.slice(0, 2));
    expect(layers(edges)).toBeNull();
    const { at, circle } = placed(edges);
    expect(circle).toBe(false);
    expect([at.get("a")!.x, at.get("b")!.x, at.get("c")!.x]).toEqual([0, 0.5, 1]);
  });
  it("stand around a circle when they have no direction", () => {
    expect(placed([edge("a", "b"), edge("b", "a")]).circle).toBe(true);
  });
  it("survive an arrow to itself and nothing at all", () => {
    expect(placed([edge("a", "a")]).at.size).toBe(1);
    expect(placed([]).at.size).toBe(0);
  });
  it("draw the strongest only", () => {
    const columns = [column("from", "text"), column("to", "text"), column("n", "count")];
    const rows = Array.from({ length: 40 }, (_, id) => ({ id: String(id), from: `a${id % 7}`, to: `b${id}`, n: id }));
    const { option, left } = picture(source("graph", "from", ["n"], "to", { columns, rows }), paper);
    expect((series(option)[0]!.edges as unknown[]).length).toBe(30);
    expect(left).toBe(9); // one of them weighs nothing
  });
});

describe("the sentence of a picture", () => {
  const columns = [column("name", "text"), column("share", "share")];
  const rows = [
    { id: "1", name: "a", share: 0.1 },
    { id: "2", name: "b", share: 0.3 },
    { id: "3", name: "c", share: null },
  ];
  it("names the highest and the lowest, and does not take missing for 0", () => {
    expect(summary(source("bars", "name", ["share"], null, { columns, rows }), paper)).toEqual({
      kind: "most",
      most: { name: "b", value: "0.3" },
      least: { name: "a", value: "0.1" },
      count: 2,
    });
  });
  it("says what came last only where time runs", () => {
    const months = [column("month", "month"), column("share", "share")];
    const inTime = rows.map((row, at) => ({ ...row, month: `2026-0${at + 1}` }));
    expect(summary(source("lines", "month", ["share"], null, { columns: months, rows: inTime }), paper).kind).toBe("last");
    expect(summary(source("lines", "name", ["share"], null, { columns, rows }), paper).kind).toBe("most");
  });
  it("says nothing of nothing", () => {
    expect(summary(source("lines", "name", ["share"], null, { columns, rows: [] }), paper).kind).toBe("none");
  });
});
