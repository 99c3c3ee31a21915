import { describe, expect, it } from "vitest";
import type { Mapping } from "../draft/json";
import { added, eventName, find, passed, removed, restored, topicless, within } from "./plan";

const first: Mapping = { key: "one", stages: ["a"], pieces: [{ key: "p", state: "idea" }] };
const document: Mapping = {
  stages: [{ key: "a" }, { key: "b" }],
  topics: [
    first,
    { key: "two", stages: [] },
  ],
};

describe("the plan", () => {
  it("changes a part found by its key, wherever it stands now", () => {
    const next = within(document, "topics", "one", ["pieces", 0, "state"], "ready");
    expect(find(next, "topics", "one")).toEqual({ key: "one", stages: ["a"], pieces: [{ key: "p", state: "ready" }] });
    expect(within(document, "topics", "gone", ["name"], "x")).toBe(document);
  });
  it("adds with a key of its own, also to a list that is not there yet", () => {
    expect(added(document, "topics", "one", {}).key).not.toBe("one");
    const { document: next, key } = added({ stages: [] }, "threads", "thread", { name: "T" });
    expect(find(next, "threads", key)).toEqual({ key, name: "T" });
  });
  it("takes a part away and puts it back where it stood", () => {
    const without = removed(document, "topics", "one");
    expect(without.topics).toHaveLength(1);
    expect(restored(without, "topics", 0, first)).toEqual(document);
    expect("topics" in removed(without, "topics", "two")).toBe(false);
  });
  it("knows the stages without a topic", () => {
    expect(topicless(document).map((stage) => stage.key)).toEqual(["b"]);
    expect(topicless({ ...document, topics: [{ key: "x", stages: ["a", "b"] }] })).toEqual([]);
  });
  it("reads an event written either way, and days", () => {
    expect(eventName({ event: "Article Read" })).toBe("Article Read");
    expect(eventName({ event: { event: "Page Viewed", where: { path: "/x" } } })).toBe("Page Viewed");
    expect(eventName({})).toBe("");
    expect([passed("2026-01-01", "2026-01-02"), passed("2026-01-02", "2026-01-02"), passed(undefined, "2026-01-02")]).toEqual([true, false, false]);
  });
});
