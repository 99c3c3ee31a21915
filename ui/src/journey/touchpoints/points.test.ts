import { expect, it } from "vitest";
import type { Mapping } from "../../draft/json";
import { rebound, suggestions, unseen } from "./points";

const document: Mapping = {
  stages: [
    { key: "lead", enter: ["Form Submitted", { event: "Webinar Attended" }] },
    { key: "left", enter: [{ inactive: ["Form Submitted", "Webinar Attended"], for: "90d" }, { event: "Contract Ended" }] },
  ],
  touchpoints: [
    { key: "enquiry", name: "Yhteydenottopyyntö", event: { event: "Form Submitted", where: { form: "contact" } } },
    { key: "webinar", name: "Webinaari", event: "Webinar Attended" },
  ],
};
const events = ["Yhteydenotto", "Webinaari katsottu"];

it("names the touchpoints whose event nobody sends, once events come", () => {
  expect(unseen(document, events).map(({ key }) => key)).toEqual(["enquiry", "webinar"]);
  expect(unseen(document, [])).toEqual([]);
});

it("takes the rules along when a touchpoint is bound to an event that comes", () => {
  const next = rebound(document, "enquiry", "Yhteydenotto", events);
  expect(next).toMatchObject({
    stages: [{ enter: ["Yhteydenotto", { event: "Webinar Attended" }] }, { enter: [{ inactive: ["Yhteydenotto", "Webinar Attended"] }, { event: "Contract Ended" }] }],
    touchpoints: [{ event: { event: "Yhteydenotto", where: { form: "contact" } } }, {}],
  });
  expect(rebound(next, "enquiry", "Webinaari katsottu", events).stages).toBe(next.stages);
});

it("suggests the event that shares words first", () => {
  expect(suggestions({ key: "webinar" }, "Webinaari", events)[0]).toBe("Webinaari katsottu");
});
