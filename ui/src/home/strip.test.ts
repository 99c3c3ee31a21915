import { expect, it } from "vitest";
import type { Arrow, HomeStage } from "../api/types";
import { strip } from "./strip";

const stage = (key: string, exit = false) => ({ key, exit }) as HomeStage;
const arrow = (from: string, to: string) => ({ from, to }) as Arrow;

it("keeps the document's order, gives each stage the arrow that leaves it, and sets exits aside", () => {
  const { links, exits } = strip({
    stages: [stage("visitor"), stage("left", true), stage("lead"), stage("customer")],
    arrows: [arrow("lead", "customer"), arrow("visitor", "lead")],
  });
  expect(links.map(({ stage: { key }, arrow: next }) => [key, next?.to ?? null])).toEqual([
    ["visitor", "lead"],
    ["lead", "customer"],
    ["customer", null],
  ]);
  expect(exits.map(({ key }) => key)).toEqual(["left"]);
});
