import { describe, expect, it } from "vitest";
import { matches } from "./matching";

describe("finding", () => {
  it("does without dots, capitals and endings", () => {
    expect(matches("Eksyneet ja vastausta odottavat", "vastäus")).toBe(true);
    expect(matches("Asiakaspolku", "asiakaspolun")).toBe(true);
    expect(matches("Asiakaspolku", "polku")).toBe(false);
    expect(matches("Hoitomallit", "hoitomalleja")).toBe(true);
    expect(matches("Tarjoukset ja sisällöt", "sis tar")).toBe(true);
  });
  it("does not find what begins otherwise", () => {
    expect(matches("Mittarit", "mitta x")).toBe(false);
    expect(matches("Koti", "kotona")).toBe(false);
    expect(matches("Koti", "")).toBe(true);
  });
});
