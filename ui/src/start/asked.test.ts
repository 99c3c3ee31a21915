import { describe, expect, it } from "vitest";
import type { Mapping } from "../draft/json";
import { everyStageHasTopic, onward, slots, stagesOf, topicsOf } from "./asked";

const document: Mapping = {
  stages: [
    { key: "lead", goal: "Kaupat", actions: ["Soita"], places: [] },
    { key: "customer" },
    { key: "gone", axis: "left" },
  ],
  topics: [{ key: "price", stages: ["lead"] }],
};

describe("what the wizard reads", () => {
  it("counts the slots of goal, actions and places", () => {
    expect(slots(stagesOf(document))).toEqual({ filled: 2, all: 9 });
  });
  it("asks for a topic of each stage that leads on", () => {
    expect(onward(stagesOf(document)).map(({ key }) => key)).toEqual(["lead", "customer"]);
    expect(everyStageHasTopic(document)).toBe(false);
    expect(everyStageHasTopic({ ...document, topics: [{ key: "price", stages: ["lead", "customer"] }] })).toBe(true);
    expect(topicsOf(document, "lead")).toEqual([{ topic: { key: "price", stages: ["lead"] }, place: 0 }]);
  });
});
