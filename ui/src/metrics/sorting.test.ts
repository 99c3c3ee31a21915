import { describe, expect, it } from "vitest";
import { ordered, orderOf, pressed, withOrder, withoutOrder } from "./sorting";

const ids = (rows: { [key: string]: unknown }[]) => rows.map(({ id }) => id);

describe("the order of a table", () => {
  const rows = [
    { id: "a", name: { fi: "Öljy", en: "Oil" }, n: 9 },
    { id: "b", name: { fi: "Zebra", en: "Zebra" }, n: null },
    { id: "c", name: { fi: "Ämpäri", en: "Bucket" }, n: 100 },
    { id: "d", name: { fi: "åkerö", en: "Apple" }, n: -2.5 },
    { id: "rest", name: { fi: "Muut", en: "Others" }, n: 500 },
  ];
  it("is the server's when nobody has chosen", () => {
    expect(ids(ordered(rows, null, "fi"))).toEqual(["a", "b", "c", "d", "rest"]);
  });
  it("has numbers as numbers, the missing last both ways, and the rest below", () => {
    expect(ids(ordered(rows, { column: "n", down: true }, "fi"))).toEqual(["c", "a", "d", "b", "rest"]);
    expect(ids(ordered(rows, { column: "n", down: false }, "fi"))).toEqual(["d", "a", "c", "b", "rest"]);
  });
  it("has words as the language sorts them", () => {
    expect(ids(ordered(rows, { column: "name", down: false }, "fi"))).toEqual(["b", "d", "c", "a", "rest"]);
    expect(ids(ordered(rows, { column: "name", down: false }, "en"))).toEqual(["d", "c", "a", "b", "rest"]);
  });
  it("leaves alike rows as they were", () => {
    const alike = [3, 1, 2].map((each) => ({ id: String(each), n: 1 }));
    expect(ids(ordered(alike, { column: "n", down: true }, "en"))).toEqual(["3", "1", "2"]);
  });
  it("turns at a second press and goes back at a third", () => {
    const first = pressed(null, "n", true);
    const second = pressed(first, "n", true);
    expect([first, second, pressed(second, "n", true)]).toEqual([{ column: "n", down: true }, { column: "n", down: false }, null]);
    expect(pressed(null, "name", false)).toEqual({ column: "name", down: false });
    expect(pressed(first, "other", true)).toEqual({ column: "other", down: true });
  });
  it("stands in the address, each table by itself, and not in what is asked", () => {
    const one = withOrder({ device: "mobile" }, "stages", { column: "median", down: true });
    expect(one).toEqual({ device: "mobile", sort: "stages.-median" });
    const two = withOrder(one, "tasks", { column: "task", down: false });
    expect(two.sort).toEqual(["stages.-median", "tasks.task"]);
    expect(orderOf(two, "stages")).toEqual({ column: "median", down: true });
    expect(orderOf(two, "tasks")).toEqual({ column: "task", down: false });
    expect(orderOf(two, "other")).toBeNull();
    expect(withOrder(two, "stages", null)).toEqual({ device: "mobile", sort: "tasks.task" });
    expect(withoutOrder(two)).toEqual({ device: "mobile" });
  });
});
