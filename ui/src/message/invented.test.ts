import { expect, it } from "vitest";
import { begun, CASES, isCase, switched, traitsOf } from "./invented";
import { spotOf } from "./spot";

it("becomes each case and comes back", () => {
  const aino = begun("Aino", "fi", "lead");
  for (const which of CASES) {
    const changed = switched(aino, which, "fi", "Aino");
    expect(isCase(aino, which, "fi")).toBe(false);
    expect(CASES.filter((each) => isCase(changed, each, "fi"))).toEqual([which]);
    expect(switched(changed, which, "fi", "Aino")).toEqual(aino);
  }
  expect(switched(begun("A", "en", null), "otherLanguage", "en", "A").language).toBe("fi");
});

it("has traits of the kinds that were written", () => {
  const rows = [["plan", "pro"], ["seats", "12"], ["paid", "true"], ["code", "007"], [" ", "x"], ["note", ""]] as const;
  expect(traitsOf(rows.map(([name, value]) => ({ name, value })))).toEqual({ plan: "pro", seats: 12, paid: true, code: "007", note: "" });
});

it("finds the field that a problem is about", () => {
  const spot = (path: string, line?: number) => spotOf({ params: { path, ...(line === undefined ? {} : { line }) } });
  expect(spot("steps[1].send.email.body.fi", 4)).toEqual({ channel: "email", part: "body", line: 4 });
  expect(spot("steps[1].send.email.subject")).toEqual({ channel: "email", part: "subject", line: null });
  expect(spot("steps[1].survey.sms.text", 1)).toEqual({ channel: "sms", part: "text", line: 1 });
  expect(spot("steps[1].send.purpose")).toBeNull();
});
