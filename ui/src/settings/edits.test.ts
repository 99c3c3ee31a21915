import { describe, expect, it } from "vitest";
import type { SettingsValues } from "../api/settings";
import { edited, merged, read } from "./edits";

const VALUES = { company: { name: "Kauppa" }, public: { url: null }, hours: { days: ["mon"] } } as unknown as SettingsValues;

describe("edits of settings", () => {
  it("hold what is changed, and nothing once it is changed back", () => {
    const one = edited(VALUES, {}, "company/name", "Toinen");
    expect(read(VALUES, one, "company/name")).toBe("Toinen");
    expect(read(VALUES, one, "public/url")).toBe(null);
    expect(edited(VALUES, one, "company/name", "Kauppa")).toEqual({});
    expect(edited(VALUES, {}, "hours/days", ["mon"])).toEqual({});
  });

  it("stay when the file says something else meanwhile", () => {
    const mine = edited(VALUES, {}, "company/name", "Toinen");
    const newer = { ...VALUES, public: { url: "https://a.fi" } };
    expect(merged(newer, mine)).toEqual({ ...newer, company: { name: "Toinen" } });
    expect(VALUES.company.name).toBe("Kauppa");
  });
});
