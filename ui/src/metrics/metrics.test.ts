import { describe, expect, it } from "vitest";
import type { MenuItem, Parameter, ReportAnswer } from "../api/reports";
import { emptiness } from "./emptiness";
import { byPlace, findReports } from "./findReports";
import { asked, typedNumber, valueOf, valuesOf } from "./parameters";
import { daysOf, presetOf } from "./period";
import { readViews, withView } from "../views/savedViews";
import { changed, filterOf, limits, metricsSearch, reportSearch } from "./search";

const parameter = (more: Partial<Parameter>): Parameter =>
  ({ key: "k", kind: "whole", many: false, choices: [], default: null, required: false, least: null, most: null, title: { fi: "K", en: "K" }, ...more }) as Parameter;

describe("the address of a report", () => {
  it("keeps everything that is asked, and nothing that is empty", () => {
    expect(reportSearch({ segment: "loyal", k: "", event: ["a", "b"], n: 3 })).toEqual({ segment: "loyal", event: ["a", "b"], n: "3" });
  });
  it("gives only the filter to the next report", () => {
    expect(filterOf({ segment: "loyal", from: "2026-01-01", compare: "previous", model: "first" })).toEqual({ segment: "loyal", from: "2026-01-01", compare: "previous" });
    expect(metricsSearch({ q: "kon", device: "mobile", model: "x" })).toEqual({ q: "kon", device: "mobile" });
  });
  it("counts what limits, not what is compared", () => {
    expect(limits({ segment: "a", compare: "previous", to: "2026-01-01", model: "x" })).toBe(2);
  });
  it("changes one thing", () => {
    expect(changed({ a: "1", b: "2" }, "a", undefined)).toEqual({ b: "2" });
    expect(changed({ a: "1" }, "a", ["x"])).toEqual({ a: ["x"] });
  });
});

describe("parameters", () => {
  it("do not stand in the address when they are as usual", () => {
    const one = parameter({ default: 30 });
    expect(asked({}, one, "31")).toEqual({ k: "31" });
    expect(asked({ k: "31" }, one, "30")).toEqual({});
    expect(valueOf(one, {})).toBe("30");
    expect(valueOf(one, { k: "31" })).toBe("31");
  });
  it("are lists where the report takes a list", () => {
    const list = parameter({ many: true, default: ["a"] });
    expect(valuesOf(list, {})).toEqual(["a"]);
    expect(asked({}, list, ["a", "b"])).toEqual({ k: ["a", "b"] });
    expect(asked({ k: ["a", "b"] }, list, ["a"])).toEqual({});
  });
  it("say a flag that was switched off", () => {
    expect(asked({}, parameter({ kind: "flag", default: true }), "false")).toEqual({ k: "false" });
  });
  it("read numbers as Finns write them", () => {
    expect(typedNumber("1 234,5", { kind: "number", least: null, most: null })).toBe("1234.5");
    expect(typedNumber("1,5", { kind: "whole", least: null, most: null })).toBeNull();
    expect(typedNumber("101", { kind: "whole", least: 0, most: 100 })).toBeNull();
    expect(typedNumber("kaksi", { kind: "number", least: null, most: null })).toBeNull();
  });
});

describe("periods", () => {
  const span = { first: "2025-01-01", last: "2026-03-01" };
  it("have the same name when they come back from the address", () => {
    for (const preset of ["usual", "30", "90", "365", "all", "own"] as const) expect(presetOf(daysOf(preset, span), span)).toBe(preset);
  });
  it("hold as many days as they say", () => {
    expect(daysOf("30", span)).toEqual({ from: "2026-01-31" });
  });
  it("are one's own when they are no known ones", () => {
    expect(presetOf({ from: "2026-02-02" }, span)).toBe("own");
    expect(presetOf({ to: "2026-02-02" }, span)).toBe("own");
  });
});

describe("finding reports", () => {
  const menu = [
    { key: "conversion", place: "journey", title: { fi: "Konversio vaiheittain", en: "Stage conversion" }, question: { fi: "Moniko eteni?", en: "How many?" } },
    { key: "costs", place: "money", title: { fi: "Liidin hinta", en: "Price of a lead" }, question: { fi: "Mitä maksaa?", en: "What does it cost?" } },
  ] as MenuItem[];
  it("looks at the beginnings of words in the reader's language, ä and a alike", () => {
    expect(findReports(menu, "konv", "fi").map(({ key }) => key)).toEqual(["conversion"]);
    expect(findReports(menu, "MITA hin", "fi").map(({ key }) => key)).toEqual(["costs"]);
    expect(findReports(menu, "hinta", "en")).toEqual([]);
  });
  it("leaves out the places without reports", () => {
    expect(byPlace(menu).map(({ place }) => place)).toEqual(["journey", "money"]);
  });
});

describe("nothing to show", () => {
  const answer = (n: number | null, value: number | null, rows: object[]) => ({ n, figures: [{ value }], sheets: [{ rows }] }) as unknown as ReportAnswer;
  it("is of three kinds", () => {
    expect(emptiness(answer(0, null, []), {}, 0)).toBe("first");
    expect(emptiness(answer(0, null, []), { segment: "a" }, 9)).toBe("filtered");
    expect(emptiness(answer(0, null, []), {}, 9)).toBe("notYet");
  });
  it("is not said when there is something", () => {
    expect(emptiness(answer(5, 1, [{}]), { segment: "a" }, 9)).toBeNull();
    expect(emptiness(answer(0, null, [{}]), {}, 9)).toBeNull();
  });
});

describe("saved views", () => {
  it("survive what somebody else wrote in their place", () => {
    expect(readViews("{")).toEqual([]);
    expect(readViews('[1, {"name": "a"}, {"name": "a", "report": "b", "search": {}}]')).toEqual([{ name: "a", path: "/metrics/b", search: {} }]);
  });
  it("have one of each name", () => {
    const one = { name: "a", path: "/metrics/b", search: {} };
    expect(withView([one], { ...one, path: "/people" })).toEqual([{ ...one, path: "/people" }]);
  });
});
