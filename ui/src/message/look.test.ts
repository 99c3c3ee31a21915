import { expect, it } from "vitest";
import { inLook } from "./look";

it("shows the rules of one look only", () => {
  const html = "<style>@media (prefers-color-scheme: dark) {a{}} @media(prefers-color-scheme:light){b{}}</style>";
  expect(inLook(html, true)).toBe("<style>@media all {a{}} @media not all{b{}}</style>");
  expect(inLook(html, false)).toBe("<style>@media not all {a{}} @media all{b{}}</style>");
});
