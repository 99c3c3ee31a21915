import { expect, it } from "vitest";
import { journeySearch } from "./search";

it("takes the size of the map from the address, when it is one", () => {
  expect(journeySearch({ scale: 75 }).scale).toBe(75);
  expect(journeySearch({ scale: "90" }).scale).toBe(90);
  for (const scale of [29, 151, 0.75, "big", undefined, null, [], {}]) expect(journeySearch({ scale }).scale).toBeUndefined();
});
