import { describe, expect, it } from "vitest";
import type { Arrow, HomeStage } from "../api/types";
import { goalOfArrow, target } from "./goalOfArrow";

const arrow = { from: "lead", to: "first-time", window_days: 90.0 } as Arrow;
const stages = [
  { key: "lead", name: { fi: 'Liidit: "uudet"', en: "Leads" } },
  { key: "first-time", name: { fi: "Kertaostajat", en: "First-time buyers" } },
] as HomeStage[];

describe("a goal from a mend", () => {
  it("aims at the lower end of what is likely", () => {
    expect(target({ conversion: 0.4, gain_low: 0.115 })).toBe(52);
  });
  it("aims a percentage point higher when no better group is known", () => {
    expect(target({ conversion: 0.4, gain_low: null })).toBe(41);
    expect(target({ conversion: 0.999, gain_low: 0.2 })).toBe(100);
  });
  it("names both stages, and is due when those who come now have been followed", () => {
    expect(goalOfArrow({ conversion: 0.4, gain_low: 0.1 }, arrow, stages, "2026-11-22T09:00:00Z")).toEqual({
      name: { fi: 'Liidit: "uudet" → Kertaostajat', en: "Leads → First-time buyers" },
      from: "lead",
      to: "first-time",
      target: 0.5,
      within_days: 90,
      date: "2027-02-20",
    });
  });
});
