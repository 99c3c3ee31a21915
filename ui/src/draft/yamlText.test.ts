import { describe, expect, it } from "vitest";
import { find, insert, move, remove, type ProgrammeDocument } from "../programmes/document";
import { put, type Json } from "./json";
import { readYaml, rewritten, writeYaml } from "./yamlText";

const TEXT = `# Our welcome
key: welcome
name: {fi: Tervetuloa, en: Welcome}
holdout: 10 # the board wants this
steps:
  # first the guide
  - key: guide
    send:
      email:
        subject: Opas
        body: |
          Hei

          tässä opas.
  - key: pause
    wait: 2d # not over a weekend
  - {key: last, end: null}
`;
const read = (text: string) => readYaml(text).value as ProgrammeDocument;

describe("a document that is written again", () => {
  const document = read(TEXT);
  it("says the same when nothing changed", () => {
    expect(rewritten(TEXT, document)).toBe(TEXT);
  });
  it("keeps comments and form around a changed text", () => {
    const next = put(document, ["steps", 0, "send", "email", "subject"], "Uusi opas");
    expect(rewritten(TEXT, next)).toBe(TEXT.replace("subject: Opas", "subject: Uusi opas"));
  });
  it.each([
    ["insert", insert(document, { list: ["steps"], index: 1 }, { wait: "1d" }).document],
    ["remove", remove(document, { list: ["steps"], index: 0 })],
    ["move", move(document, find(document, "pause")!.place, -1)],
    ["take away", put(document, ["holdout"], undefined)],
    ["another kind", put(document, ["steps", 1, "wait"], { event: "X", at_most: "2d" })],
  ])("reads as the changed document after %s", (_, next) => {
    const text = rewritten(TEXT, next);
    expect(read(text)).toEqual(next);
    expect(text).toContain("# Our welcome");
  });
  it("is written whole when the old text cannot be read", () => {
    expect(read(rewritten("a: [", document))).toEqual(document);
  });
});

describe("reading", () => {
  it("tells the line of a fault", () => {
    expect(readYaml("a: 1\nb: [").fault?.line).toBeGreaterThan(1);
    expect(readYaml("a: 1").fault).toBeNull();
  });
  it("gives back what was written", () => {
    const value: Json = { if: { all: [{ stage: ["lead"] }, { did: "Order Completed", count: "=0" }] } };
    expect(readYaml(writeYaml(value)).value).toEqual(value);
  });
});
