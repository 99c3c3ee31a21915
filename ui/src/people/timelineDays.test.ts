import { expect, it } from "vitest";
import type { TimelineEntry } from "../api/types";
import { byDay, joined } from "./timelineDays";

const event = (at: string, name: string) => ({ at, kind: "event", event: name }) as TimelineEntry;
const day = (at: string) => at.slice(0, 10);

it("keeps the order and opens a group for each day", () => {
  const groups = byDay([event("2026-11-21T10:00Z", "a"), event("2026-11-21T09:00Z", "b"), event("2026-11-20T09:00Z", "c")], day);
  expect(groups.map(({ entries }) => entries.map((entry) => entry.event))).toEqual([["a", "b"], ["c"]]);
});

it("joins overlapping pages without a repeated or a lost entry", () => {
  const shared = event("2026-11-20T09:00Z", "c");
  const all = joined([event("2026-11-21T10:00Z", "a"), shared], [{ ...shared }, event("2026-11-19T09:00Z", "d")]);
  expect(all.map((entry) => entry.event)).toEqual(["a", "c", "d"]);
});
