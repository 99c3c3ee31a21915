import { describe, expect, it } from "vitest";
import { join, split } from "./letterbox";

describe("a sender", () => {
  it.each([
    ["Kauppa <posti@kauppa.fi>", { name: "Kauppa", address: "posti@kauppa.fi" }],
    ["posti@kauppa.fi", { name: "", address: "posti@kauppa.fi" }],
    ['"Kauppa, Oy" <posti@kauppa.fi>', { name: "Kauppa, Oy", address: "posti@kauppa.fi" }],
    ['"Kauppa \\"Koto\\"" <posti@kauppa.fi>', { name: 'Kauppa "Koto"', address: "posti@kauppa.fi" }],
    ["Mäki & Koto <posti@kauppa.fi>", { name: "Mäki & Koto", address: "posti@kauppa.fi" }],
    ["", { name: "", address: "" }],
  ])("%s is read and written back as it was", (written, parts) => {
    expect(split(written)).toEqual(parts);
    expect(join(parts)).toBe(written);
  });

  it("is written without the space that was left at an end", () => {
    expect(join({ name: "Kauppa ", address: " a@b.fi" })).toBe("Kauppa <a@b.fi>");
  });
});
