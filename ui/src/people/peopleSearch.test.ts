import { expect, it } from "vitest";
import { asked, peopleSearch, withoutOrigin } from "./peopleSearch";

const said = (value: object) => JSON.parse(JSON.stringify(value)) as unknown;

it("keeps what is known of an address and drops the rest", () => {
  const search = { arrow: "lead", outcome: "lost", days: 7, event: 404, list: "x", other: 1 };
  expect(said(peopleSearch(search))).toEqual({ arrow: "lead", outcome: "lost", days: "7", event: "404" });
  expect(said(peopleSearch({ outcome: "won", days: "9999", anonymous: "shown" }))).toEqual({ anonymous: "shown" });
});

it("leaves search and stage when the way one came is removed", () => {
  expect(said(withoutOrigin({ q: "a", stage: "lead", from: "b", to: "c", days: "7", touchpoint: "d" }))).toEqual({
    q: "a",
    stage: "lead",
  });
});

it("hides the unreachable from the Lost list only", () => {
  expect(said(asked({ list: "lost" }))).toEqual({ list: "lost", anonymous: "hidden" });
  expect(said(asked({ list: "lost", anonymous: "shown" }))).toEqual({ list: "lost" });
  expect(said(asked({ stage: "lead" }))).toEqual({ stage: "lead" });
});
