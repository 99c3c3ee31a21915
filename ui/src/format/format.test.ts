import { describe, expect, it } from "vitest";
import { duration, MISSING, money, number, percent } from "./number";
import { collator, localText, textLanguage } from "./text";
import { age, calendarDay, clock, date, dateTime, month } from "./time";

const fi = { language: "fi", timezone: "Europe/Helsinki" } as const;
const en = { language: "en", timezone: "Europe/Helsinki" } as const;
const nbsp = "\u00a0";

describe("numbers", () => {
  it("separates thousands by a non-breaking space in Finnish and a comma in English", () => {
    expect(number(1234567, "fi")).toBe(`1${nbsp}234${nbsp}567`);
    expect(number(1234567, "en")).toBe("1,234,567");
  });
  it("writes a share with a decimal comma and a non-breaking space in Finnish", () => {
    expect(percent(0.125, "fi")).toBe(`12,5${nbsp}%`);
    expect(percent(0.125, "en")).toBe("12.5%");
  });
  it("writes money after the number in Finnish, without decimals when whole", () => {
    expect(money({ minor: 123400, currency: "EUR" }, "fi")).toBe(`1${nbsp}234${nbsp}€`);
    expect(money({ minor: 1250, currency: "EUR" }, "fi")).toBe(`12,50${nbsp}€`);
    expect(money({ minor: 1250, currency: "EUR" }, "en")).toBe("€12.50");
    expect(money({ minor: 1250, currency: null }, "fi")).toBe("12,50");
    expect(money({ minor: 1250, currency: "JPY" }, "en")).toBe("JP¥1,250");
  });
  it("shows a missing value as a dash and a zero as zero", () => {
    expect([number(null, "fi"), percent(undefined, "fi"), money(null, "en")]).toEqual([MISSING, MISSING, MISSING]);
    expect(number(0, "fi")).toBe("0");
  });
  it("tells a duration in the unit that fits: a decimal of days only from one to ten", () => {
    expect([43.6, 9.94, 1, 0.25, 0.003, 0.00001, 0].map(duration)).toEqual([
      { unit: "days", count: 44 },
      { unit: "days", count: 9.9 },
      { unit: "days", count: 1 },
      { unit: "hours", count: 6 },
      { unit: "minutes", count: 4 },
      { unit: "minutes", count: 1 },
      { unit: "days", count: 0 },
    ]);
  });
});

describe("times", () => {
  it("writes Finnish dates and times with points, in the workspace's zone", () => {
    expect(date("2026-11-21T22:30:00Z", fi)).toBe("22.11.2026");
    expect(clock("2026-11-21T08:15:00Z", fi)).toBe("10.15");
    expect(clock("2026-11-21T06:05:00Z", fi)).toBe("8.05");
    expect(dateTime("2026-11-21T08:15:00Z", fi)).toBe("21.11.2026 klo 10.15");
    expect(dateTime("1998-06-30T00:00:00Z", fi)).toBe("30.6.1998");
  });
  it("writes British dates in English", () => {
    expect(dateTime("2026-11-21T08:15:00Z", en)).toBe("21 Nov 2026, 10:15");
  });
  it("does not move a calendar day or a month between zones", () => {
    expect(calendarDay("2026-12-31", "fi")).toBe("31.12.2026");
    expect([month("2026-10", "fi"), month("2026-10", "en")]).toEqual(["10/2026", "Oct 2026"]);
  });
  it("tells the age in the largest unit that fits", () => {
    const now = Date.parse("2026-11-21T10:00:00Z");
    expect(age("2026-11-21T09:59:30Z", now)).toEqual({ unit: "now", count: 0 });
    expect(age("2026-11-21T09:58:00Z", now)).toEqual({ unit: "minute", count: 2 });
    expect(age("2026-11-20T09:00:00Z", now)).toEqual({ unit: "hour", count: 25 });
    expect(age("2026-11-18T09:00:00Z", now)).toEqual({ unit: "day", count: 3 });
  });
});

describe("texts of the document", () => {
  it("falls back to the other language and says which it is", () => {
    expect(localText({ fi: "Liidit" }, "en")).toBe("Liidit");
    expect(textLanguage({ fi: "Liidit" }, "en")).toBe("fi");
    expect(textLanguage({ fi: "Liidit", en: "Leads" }, "en")).toBeUndefined();
    expect(localText(null, "fi")).toBe(MISSING);
  });
  it("sorts å, ä and ö after z in Finnish", () => {
    expect(["Öljy", "Zeta", "Ähky", "Åland", "Aalto"].sort(collator("fi").compare)).toEqual([
      "Aalto", "Zeta", "Åland", "Ähky", "Öljy",
    ]);
  });
});
