import { describe, expect, it } from "vitest";
import type { Mapping } from "../draft/json";
import type { Voice } from "../api/voices";
import { proofOf, proofsOf } from "./voiceProof";

const voice: Voice = {
  id: "event:7",
  kind: "review",
  at: "2026-11-22T10:00:00Z",
  score: 5,
  text: "Paras  kiuas\nikinä",
  picture: "https://kuva.example/1.jpg",
  link: null,
  product: "Kiuas",
  person: "1",
  person_id: "liisa@example.fi",
  name: "Liisa Laine",
  first_name: "Liisa",
  stage: "promoter",
  state: "permitted",
  withdrawn: false,
  answered: "2026-11-22T11:00:00Z",
  source: "permission",
  statement: "",
  signed: null,
  used: [],
};

describe("a proof item of what a customer said", () => {
  it("never names a person who did not give their name", () => {
    const made = proofOf(voice, "Arvostelu", "Asiakas");
    expect(made).toEqual({ name: "Paras kiuas ikinä", kind: "review", text: voice.text, source: "Asiakas", url: voice.picture, said: "event:7" });
    expect(JSON.stringify(made)).not.toContain("Liisa");
    expect(proofOf({ ...voice, signed: "Liisa" }, "", "Asiakas").source).toBe("Liisa");
  });

  it("has a name of one line, and no address that the document would refuse", () => {
    const made = proofOf({ ...voice, text: "🌲".repeat(5000), picture: `https://kuva.example/${"a".repeat(500)}` }, "", "Asiakas");
    expect([...String(made.name)]).toHaveLength(61);
    expect(made.url).toBeUndefined();
    expect(proofOf({ ...voice, text: null, kind: "shared" }, "Kuva", "Asiakas")).toMatchObject({ name: "Kuva", kind: "testimonial" });
  });

  it("is found again by what it is made of", () => {
    const document: Mapping = { proof: [{ key: "a", said: "event:7" }, { key: "b" }] };
    expect(proofsOf(document, "event:7")).toEqual([{ key: "a", said: "event:7" }]);
    expect(proofsOf({}, "event:7")).toEqual([]);
  });
});
