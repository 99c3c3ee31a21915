import { describe, expect, it } from "vitest";
import type { Sheet } from "../api/reports";
import { csv } from "./csv";

const column = (key: string, kind: string, interval = false) => ({ key, kind, interval, people: false, title: { fi: key.toUpperCase(), en: key } });
const sheet = (rows: object[]): Sheet =>
  ({
    key: "s",
    title: { fi: "S", en: "S" },
    more: 0,
    columns: [column("name", "text"), column("share", "share", true), column("cost", "money")],
    rows,
  }) as unknown as Sheet;
const WORDS = { from: "alku", to: "loppu", compared: "vertailu" };
const row = { id: "a", name: { fi: "Äiti", en: "Mother" }, share: 0.12345, share_low: 0.1, share_high: null, cost: -123456 };

describe("CSV", () => {
  it("is as Finnish spreadsheets read it", () => {
    expect(csv(sheet([row]), null, "EUR", "fi", WORDS)).toBe(
      "\ufeffNAME;SHARE;SHARE, alku;SHARE, loppu;COST (EUR)\r\nÄiti;12,345%;10%;;-1234,56\r\n",
    );
  });
  it("is as English spreadsheets read it", () => {
    expect(csv(sheet([row]), null, "EUR", "en", WORDS)).toContain('Mother,12.345%,10%,,-1234.56');
  });
  it("lets no spreadsheet run a cell", () => {
    for (const name of ["=1+1", "+1", "-1", "@x", "\tx", "\rx"]) {
      expect(csv(sheet([{ ...row, name }]), null, "EUR", "fi", WORDS).split("\r\n").slice(1).join("\r\n")).toMatch(/^"?'/);
    }
  });
  it("quotes what would break a line or a cell", () => {
    expect(csv(sheet([{ ...row, name: 'a;"b"\nc' }]), null, "EUR", "fi", WORDS)).toContain('"a;""b""\nc";');
  });
  it("has the compared numbers beside the others, and nothing where there is none", () => {
    const text = csv(sheet([row, { ...row, id: "b" }]), sheet([{ ...row, share: 0.5 }]), "EUR", "en", WORDS);
    expect(text).toContain("10%,,50%,-1234.56");
    expect(text.trimEnd().split("\r\n")[2]).toBe("Mother,12.345%,10%,,,-1234.56,");
  });
});
