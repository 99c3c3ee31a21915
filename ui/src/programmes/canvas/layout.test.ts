import { describe, expect, it } from "vitest";
import type { Json } from "../../draft/json";
import type { ProgrammeDocument } from "../document";
import { FINISH, joinOf, layOut, START, type Layout, type Spot } from "./layout";
import { litBoxes, neighbour } from "./walk";

const doc = (...steps: Json[]) => ({ steps }) as ProgrammeDocument;
const wait = (key: string) => ({ key, wait: "1d" });
const branch = (key: string, yes: Json[], no?: Json[]): Json => ({ key, branch: [{ if: { did: "x" }, key: "yes", steps: yes }, ...(no ? [{ else: no } as Json] : [])] });
const spot = (layout: Layout, id: string) => layout.spots.find((each) => each.id === id)!;
const middle = ({ x, width }: Spot) => x + width / 2;

function overlaps(layout: Layout): string[] {
  const found: string[] = [];
  layout.spots.forEach((one, index) =>
    layout.spots.slice(index + 1).forEach((other) => {
      const aside = one.x + one.width <= other.x || other.x + other.width <= one.x;
      const above = one.y + one.height <= other.y || other.y + other.height <= one.y;
      if (!aside && !above) found.push(`${one.id} ${other.id}`);
    }),
  );
  return found;
}

/** Branches in branches, until there are about so many steps. */
function large(wanted: number): ProgrammeDocument {
  let count = 0;
  const list = (depth: number): Json[] => {
    const steps: Json[] = [];
    for (let index = 0; index < 4 && count < wanted; index += 1) {
      count += 1;
      const key = `s${count}`;
      steps.push(index === 1 && depth < 4 ? branch(key, list(depth + 1), list(depth + 1)) : wait(key));
    }
    return steps;
  };
  const steps: Json[] = [];
  while (count < wanted) steps.push(...list(0));
  return doc(...steps);
}

describe("a programme on the canvas", () => {
  it("is a straight line from start to finish without branches", () => {
    const layout = layOut(doc(wait("a"), wait("b")));
    expect(layout.spots.map(({ id }) => id)).toEqual([START, "a", "b", FINISH]);
    expect(new Set(layout.spots.map(middle)).size).toBe(1);
    expect(layout.ways.map(({ from, to }) => [from, to])).toEqual([[START, "a"], ["a", "b"], ["b", FINISH]]);
  });

  it("centres a step over its arms, which meet again below the longest", () => {
    const layout = layOut(doc(branch("q", [wait("a"), wait("b")], [wait("c")]), wait("d")));
    const arms = [spot(layout, "q>yes"), spot(layout, "q>else")];
    expect(middle(spot(layout, "q"))).toBeCloseTo((middle(arms[0]!) + middle(arms[1]!)) / 2);
    expect(spot(layout, joinOf("q")).y).toBeGreaterThan(spot(layout, "b").y + spot(layout, "b").height);
    expect(layout.ways.filter(({ to }) => to === joinOf("q")).map(({ from }) => from)).toEqual(["b", "c"]);
  });

  it("draws the way of those who meet no condition", () => {
    const layout = layOut(doc(branch("q", [wait("a")])));
    expect(spot(layout, "q>else").kind).toBe("rest");
    expect(layout.ways).toContainEqual(expect.objectContaining({ from: "q>else", to: joinOf("q") }));
  });

  it("has no way on from an end", () => {
    const layout = layOut(doc(branch("q", [{ key: "e", end: null }], [{ key: "f", end: null }])));
    expect(layout.spots.map(({ id }) => id)).not.toContain(FINISH);
    expect(layout.ways.some(({ from }) => from === "e")).toBe(false);
    expect(spot(layout, "e").add).toBeNull();
  });

  it("has a place to insert on every line", () => {
    const layout = layOut(doc(branch("q", [], [wait("c")]), wait("d")));
    const into = new Map(layout.spots.map(({ id, add }) => [id, add]));
    for (const { from, to } of layout.ways) {
      const fansOut = into.get(from) === null && ["arm", "rest"].includes(spot(layout, to).kind);
      if (!fansOut) expect(into.get(from), from).not.toBeNull();
    }
    expect(into.get("q>yes")).toEqual({ list: ["steps", 0, "branch", 0, "steps"], index: 0 });
    expect(into.get(joinOf("q"))).toEqual({ list: ["steps"], index: 1 });
  });

  it("never lays one box over another, and takes a few milliseconds for 150 steps", () => {
    const document = large(150);
    const layout = layOut(document);
    expect(overlaps(layout)).toEqual([]);
    expect(layout.spots.filter(({ kind }) => kind === "step").length).toBeGreaterThanOrEqual(150);
    expect(Math.min(...layout.spots.map(({ x }) => x))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...layout.spots.map(({ x, width }) => x + width))).toBeLessThanOrEqual(layout.width + 1);
    const started = performance.now();
    for (let turn = 0; turn < 20; turn += 1) layOut(document);
    expect((performance.now() - started) / 20).toBeLessThan(20);
  });
});

describe("arrows", () => {
  const layout = layOut(doc(branch("q", [wait("a")], [wait("c")]), wait("d")));
  it("go along the lines, over joins, and across the arms", () => {
    expect(neighbour(layout, START, "down")).toBe("q");
    expect(neighbour(layout, "q", "down")).toBe("q>yes");
    expect(neighbour(layout, "q>yes", "right")).toBe("q>else");
    expect(neighbour(layout, "a", "right")).toBe("c");
    expect(neighbour(layout, "c", "left")).toBe("a");
    expect(neighbour(layout, "c", "down")).toBe("d");
    expect(neighbour(layout, "d", "up")).toBe("a");
    expect(neighbour(layout, "d", "down")).toBeNull();
    expect(neighbour(layout, START, "up")).toBeNull();
  });
});

describe("a lit way", () => {
  it("passes the joins and the finish, and leaves the other arm dark", () => {
    const layout = layOut(doc(branch("q", [wait("a")], [wait("c")]), wait("d")));
    expect(litBoxes(layout, ["q", "q>yes", "a", "d"])).toEqual(new Set([START, "q", "q>yes", "a", joinOf("q"), "d", FINISH]));
  });
  it("stops at an end", () => {
    const layout = layOut(doc(branch("q", [{ key: "e", end: null }], [wait("c")])));
    expect(litBoxes(layout, ["q", "q>yes", "e"]).has(FINISH)).toBe(false);
  });
});
