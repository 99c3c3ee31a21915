import { describe, expect, it } from "vitest";
import { spoken, written } from "./localText";

describe("a text in two languages", () => {
  it("stays plain until another language is written", () => {
    expect(spoken("Hei", "fi", "fi", "Moi")).toBe("Moi");
    expect(spoken("Hei", "en", "fi", "Hi")).toEqual({ fi: "Hei", en: "Hi" });
    expect(spoken("Hei", "en", "fi", "")).toBe("Hei");
  });
  it("changes one language and leaves the other", () => {
    expect(spoken({ fi: "Hei", en: "Hi" }, "en", "fi", "Hello")).toEqual({ fi: "Hei", en: "Hello" });
    expect(spoken({ fi: "Hei", en: "Hi" }, "en", "fi", "")).toEqual({ fi: "Hei" });
  });
  it("shows what is written and nothing else", () => {
    expect(written("Hei", "fi", "fi")).toBe("Hei");
    expect(written("Hei", "en", "fi")).toBe("");
    expect(written({ fi: "Hei" }, "en", "fi")).toBe("");
    expect(written(undefined, "fi", "fi")).toBe("");
  });
});
