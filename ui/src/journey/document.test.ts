import { expect, it } from "vitest";
import { channelNames, textsOf } from "./document";

it("shows an empty goal as a gap and leaves other empty fields out", () => {
  const found = textsOf({ key: "lead", actions: ["Opas"], questions: [], change_in_doing: { fi: "Lataa" } });
  expect(found).toEqual([
    { field: "goal", texts: [] },
    { field: "actions", texts: ["Opas"] },
    { field: "places", texts: [] },
    { field: "change_in_doing", texts: [{ fi: "Lataa" }] },
  ]);
});

it("names a channel by its key when the document gives no name", () => {
  expect(channelNames({ channels: [{ key: "email" }] }).get("email")).toBe("email");
  expect(channelNames(undefined).size).toBe(0);
});
