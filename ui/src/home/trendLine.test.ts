import { expect, it } from "vitest";
import { drawTrend, windowOpen } from "./trendLine";

const plane = { width: 100, height: 50, pad: 0 };

it("breaks the line at a month without a value instead of drawing a zero", () => {
  const drawn = drawTrend(
    [
      { month: "2026-08", value: 0.1, open: false },
      { month: "2026-09", value: null, open: false },
      { month: "2026-10", value: 0.2, open: false },
      { month: "2026-11", value: 0.2, open: false },
    ],
    0.1,
    plane,
  );
  expect(drawn.runs).toHaveLength(2);
  expect(drawn.runs[0]!.path).toBe("M0.0 28.3");
  expect(drawn.dots.map(({ month }) => month)).toEqual(["2026-08", "2026-10", "2026-11"]);
});

it("keeps a target above every value in sight", () => {
  const { targetY, dots } = drawTrend([{ month: "2026-10", value: 0.05, open: false }], 0.5, plane);
  expect(targetY).toBeGreaterThan(0);
  expect(targetY).toBeLessThan(dots[0]!.y);
});

it("draws nothing from nothing", () => {
  expect(drawTrend([], 0.2, plane).runs).toEqual([]);
});

it("draws the months whose window is still open as a line of their own that continues the first", () => {
  const point = (month: string, open: boolean) => ({ month, value: 0.1, open });
  const { runs } = drawTrend([point("2026-09", false), point("2026-10", false), point("2026-11", true)], 0.1, plane);
  expect(runs.map(({ open }) => open)).toEqual([false, true]);
  expect(runs[1]!.path.startsWith(`M${runs[0]!.path.split("L")[1]}`)).toBe(true);
});

it("a month's window is open until its last day plus the window has passed", () => {
  expect(windowOpen("2026-07", 90, "2026-10-29T00:00:00Z")).toBe(true);
  expect(windowOpen("2026-07", 90, "2026-10-30T00:00:00Z")).toBe(false);
  expect(windowOpen("2026-12", 0, "2027-01-01T00:00:00Z")).toBe(false);
});
