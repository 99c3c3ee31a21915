import { expect, it } from "vitest";
import { segments } from "./segments";

it("counts the parts of a text message", () => {
  const of = (text: string) => {
    const { coding, length, parts, left } = segments(text);
    return [coding, length, parts, left];
  };
  expect(of("")).toEqual(["gsm7", 0, 0, 160]);
  expect(of("Äläkkä öitä".repeat(1))).toEqual(["gsm7", 11, 1, 149]);
  expect(of("a".repeat(160))).toEqual(["gsm7", 160, 1, 0]);
  expect(of("a".repeat(161))).toEqual(["gsm7", 161, 2, 145]);
  expect(of("€".repeat(80))).toEqual(["gsm7", 160, 1, 0]);
  expect(of(`${"a".repeat(152)}€${"a".repeat(10)}`)).toEqual(["gsm7", 164, 2, 141]);
  expect(of("š".repeat(70))).toEqual(["ucs2", 70, 1, 0]);
  expect(of("š".repeat(71))).toEqual(["ucs2", 71, 2, 63]);
  expect(of("😀")).toEqual(["ucs2", 2, 1, 68]);
  expect(segments("hei 😀 š 😀").odd).toEqual(["😀", "š"]);
});
