import { expect, it } from "vitest";
import { emotionPart, emotionY } from "./emotionCurve";

const plane = { width: 100, height: 50 };

it("joins at the border of two cells", () => {
  const values = [-1, 2, 0];
  const end = emotionPart(values, 0, plane)!.split(" ").slice(-2);
  const start = emotionPart(values, 1, plane)!.split(" ").slice(0, 2);
  expect(end[0]).toBe("100");
  expect(start[0]).toBe("M0");
  expect(end[1]).toBe(start[1]);
});

it("puts a delightful stage above an awful one", () => {
  expect(emotionY(2, plane)).toBeLessThan(emotionY(-2, plane));
  expect(emotionY(0, plane)).toBe(25);
});

it("draws nothing for a stage without an assumption", () => {
  expect(emotionPart([1, null, 1], 1, plane)).toBeNull();
  expect(emotionPart([1, null], 0, plane)).toBe(`M50 ${emotionY(1, plane).toFixed(1)}`);
});
