import { expect, it } from "vitest";
import type { Json } from "../draft/json";
import { asText, fromText } from "./clipboard";
import { outline, paste, type ProgrammeDocument, type Step } from "./document";

it("brings a step back as it was", () => {
  const step: Step = { key: "q", branch: [{ if: { did: "x" }, key: "yes", steps: [{ key: "w", wait: "1d" }] }, { else: [] }] as Json[] };
  expect(fromText(asText(step))).toEqual([step]);
});

it("reads a step, a list and a whole programme, and nothing else", () => {
  expect(fromText("wait: 2d")).toEqual([{ wait: "2d" }]);
  expect(fromText("- wait: 2d\n- end")).toEqual([{ wait: "2d" }, { end: null }]);
  expect(fromText("key: x\nsteps:\n- wait: 2d\n")).toEqual([{ wait: "2d" }]);
  for (const text of ["", "hello", "- 1", "a: [", "<b>x</b>", "name: y", "=cmd()"]) expect(fromText(text), text).toBeNull();
});

it("gives pasted steps, and those inside them, keys of their own", () => {
  const document = { steps: [{ key: "w", wait: "1d" }, { key: "q", split: [{ key: "a", weight: 100, steps: [{ key: "v", wait: "1d" }] }] }] } as ProgrammeDocument;
  const pasted = paste(document, { list: ["steps"], index: 1 }, fromText(asText(document.steps[1] as never))!);
  const keys = outline(pasted.document).filter(({ line }) => line === "step").map(({ key }) => key);
  expect(new Set(keys).size).toBe(5);
  expect(keys[0]).toBe("w");
  expect(keys.slice(3)).toEqual(["q", "v"]);
  expect(pasted.key).toBe(keys[1]);
});
