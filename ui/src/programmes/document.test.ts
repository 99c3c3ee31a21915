import { describe, expect, it } from "vitest";
import { blank, duplicate, find, insert, keysOf, KINDS, kindOf, move, outline, remove, withKeys, type ProgrammeDocument } from "./document";
import { at, freshKey, put } from "../draft/json";

const small: ProgrammeDocument = {
  key: "welcome",
  steps: [
    { key: "hello", send: { email: { subject: "Hei" } } },
    { key: "pause", wait: { event: "Order Completed", at_most: "3d", then: [{ key: "thanks", send: {} }], else: [] } },
    {
      key: "check",
      branch: [
        { if: { stage: "customer" }, key: "bought", steps: [{ key: "bye", end: null }] },
        { else: [{ key: "nudge", send: {} }, { key: "call", task: { title: "Soita" } }] },
      ],
    },
    { key: "last", wait: "2d" },
  ],
};
const keys = ["hello", "pause", "thanks", "check", "bye", "nudge", "call", "last"];

describe("outline", () => {
  it("reads steps and arms in the order of the document", () => {
    expect(outline(small).map(({ line, key, depth }) => [line, key, depth])).toEqual([
      ["step", "hello", 0],
      ["step", "pause", 0],
      ["arm", "pause>then", 1],
      ["step", "thanks", 2],
      ["arm", "pause>else", 1],
      ["step", "check", 0],
      ["arm", "check>bought", 1],
      ["step", "bye", 2],
      ["arm", "check>else", 1],
      ["step", "nudge", 2],
      ["step", "call", 2],
      ["step", "last", 0],
    ]);
  });
  it("gives each step the place where it stands", () => {
    for (const { line, key, place } of outline(small)) {
      if (line === "step") expect(at(small, [...place.list, place.index, "key"])).toBe(key);
    }
  });
});

describe("changes", () => {
  const everyPlace = keys.map((key) => find(small, key)!.place);

  it("insert, and remove gives the document back", () => {
    for (const place of everyPlace) {
      for (const kind of KINDS) {
        const { document, key } = insert(small, place, blank(kind));
        expect(kindOf(find(document, key)!.step)).toBe(kind);
        expect(keysOf(document).filter((each) => each !== key)).toEqual(keys);
        expect(remove(document, place)).toEqual(small);
      }
    }
  });
  it("never give a key twice", () => {
    let document = small;
    for (let turn = 0; turn < 3; turn++) {
      for (const key of keysOf(document)) document = duplicate(document, find(document, key)!.place).document;
    }
    const all = keysOf(document);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(expect.arrayContaining(keys));
  });
  it("move there and back changes nothing, and moving keeps every key", () => {
    for (const key of keys) {
      const { place } = find(small, key)!;
      for (const by of [-1, 1] as const) {
        const moved = move(small, place, by);
        expect(keysOf(moved).sort()).toEqual([...keys].sort());
        const there = find(moved, key)!.place;
        if (there.index !== place.index) expect(move(moved, there, by === 1 ? -1 : 1)).toEqual(small);
      }
    }
  });
  it("leave the document they were given as it was", () => {
    const before = structuredClone(small);
    insert(small, { list: ["steps"], index: 0 }, blank("wait"));
    move(small, { list: ["steps"], index: 0 }, 1);
    duplicate(small, find(small, "check")!.place);
    remove(small, { list: ["steps"], index: 2 });
    expect(small).toEqual(before);
  });
  it("insert into an arm that has no list yet", () => {
    const document: ProgrammeDocument = { steps: [{ key: "w", wait: { event: "X", at_most: "1d" } }] };
    const arm = outline(document)[1]!;
    expect(insert(document, { list: arm.into!, index: 0 }, blank("end")).document.steps[0]).toEqual({
      key: "w",
      wait: { event: "X", at_most: "1d", then: [{ key: "end-1", end: null }] },
    });
  });
});

describe("put", () => {
  it("keeps the order of names and copies only the way", () => {
    const next = put(small, ["steps", 0, "send", "email", "subject"], "Moi");
    expect(Object.keys(next)).toEqual(Object.keys(small));
    expect(Object.keys(next.steps[0]!)).toEqual(["key", "send"]);
    expect(next.steps[2]).toBe(small.steps[2]);
    expect(at(next, ["steps", 0, "send", "email", "subject"])).toBe("Moi");
  });
  it("takes a name away", () => {
    expect(put({ steps: [], goal: 1 } as ProgrammeDocument, ["goal"], undefined)).toEqual({ steps: [] });
  });
});

describe("keys", () => {
  it("are filled in as the server reads them, and those that are written stay", () => {
    const bare: ProgrammeDocument = {
      steps: [{ wait: "1d" }, { key: "send-1", send: {} }, { split: [{ weight: 50, steps: [{ send: {} }] }, { weight: 50 }] }, { branch: [{ if: {} }, { else: ["end"] }] }],
    };
    const filled = withKeys(bare);
    expect(keysOf(filled)).toEqual(["wait-1", "send-1", "split-1", "send-2", "branch-1", "end-1"]);
    expect(outline(filled).filter(({ line }) => line === "arm").map(({ key }) => key)).toEqual(["split-1>a", "split-1>b", "branch-1>arm-1", "branch-1>else"]);
    expect(withKeys(filled)).toEqual(filled);
    expect(withKeys(small)).toEqual(put(small, ["steps", 2, "branch", 1], { ...(at(small, ["steps", 2, "branch", 1]) as object), key: "else" }));
  });
  it("take the next free number", () => {
    expect(freshKey([], "send")).toBe("send-1");
    expect(freshKey(["send-1", "send-2"], "send")).toBe("send-3");
    expect(freshKey(["guide"], "guide")).toBe("guide-1");
    expect(freshKey(["a", "send-7"], "send-7")).toBe("send-2");
  });
});
