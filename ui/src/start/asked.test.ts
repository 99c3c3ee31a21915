import { describe, expect, it } from "vitest";
import type { Mapping } from "../draft/json";
import { everyStageHasTopic, onward, ownTopic, slots, stagesOf, topicsOf } from "./asked";

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
  it("names a topic of two stages anew for one of them only", () => {
    const shared: Mapping = { key: "price", name: "Hinta", stages: ["lead", "customer"] };
    expect(ownTopic([shared], 0, "lead", "topic-lead", "Aika")).toEqual([
      { key: "topic-lead", name: "Aika", stages: ["lead"] },
      { key: "price", name: "Hinta", stages: ["customer"] },
    ]);
    const own: Mapping = { key: "price", name: "Hinta", stages: ["lead"], pieces: [] };
    expect(ownTopic([own], 0, "lead", "topic-lead", "Aika")).toEqual([{ ...own, name: "Aika" }]);
  });
});
