import { expect, it } from "vitest";
import { drawTrend } from "./trendLine";

const plane = { width: 100, height: 50, pad: 0 };

it("breaks the line at a month without a value instead of drawing a zero", () => {
  const drawn = drawTrend(
    [
      { month: "2026-08", value: 0.1 },
      { month: "2026-09", value: null },
      { month: "2026-10", value: 0.2 },
      { month: "2026-11", value: 0.2 },
    ],
    0.1,
    plane,
  );
  expect(drawn.runs).toHaveLength(2);
  expect(drawn.runs[0]).toBe("M0.0 28.3");
  expect(drawn.dots.map(({ month }) => month)).toEqual(["2026-08", "2026-10", "2026-11"]);
});

it("keeps a target above every value in sight", () => {
  const { targetY, dots } = drawTrend([{ month: "2026-10", value: 0.05 }], 0.5, plane);
  expect(targetY).toBeGreaterThan(0);
  expect(targetY).toBeLessThan(dots[0]!.y);
});

it("draws nothing from nothing", () => {
  expect(drawTrend([], 0.2, plane).runs).toEqual([]);
});
