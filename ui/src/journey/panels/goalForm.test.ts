import { describe, expect, it } from "vitest";
import { faults, fieldsOf, goalOf, percentOf } from "./goalForm";

const GOAL = { name: { fi: "Liidistä asiakkaaksi", en: "From lead to customer" }, from: "lead", to: "customer", target: "16 %", within_days: 120 };

describe("the goal's form", () => {
  it("reads a share however it is written", () => {
    expect(percentOf(0.36)).toBe("36");
    expect(percentOf(0.125)).toBe("12,5");
    expect(percentOf("16 %")).toBe("16");
    expect(percentOf(undefined)).toBe("");
  });
  it("gives back the goal it was filled from, keeping the other language", () => {
    const fields = fieldsOf(GOAL, "fi");
    expect(goalOf({ ...fields, name: "Kaupoiksi" }, GOAL, "", "fi")).toEqual({
      name: { fi: "Kaupoiksi", en: "From lead to customer" },
      from: "lead",
      to: "customer",
      target: 0.16,
      within_days: 120,
    });
  });
  it("says what is wrong by field", () => {
    const fields = fieldsOf(GOAL, "fi");
    expect(faults(fields)).toEqual({});
    expect(faults({ ...fields, to: "lead", target: "101", days: "-1" })).toEqual({ to: true, target: true, days: true });
    expect(faults({ ...fields, target: "" })).toEqual({ target: true });
    expect(faults({ ...fields, target: "12,5 %" })).toEqual({});
  });
  it("names a goal that was given no name", () => {
    expect(goalOf({ ...fieldsOf(null, "en"), from: "a", to: "b", target: "5" }, null, "A → B", "en")).toEqual({ name: "A → B", from: "a", to: "b", target: 0.05 });
  });
});
