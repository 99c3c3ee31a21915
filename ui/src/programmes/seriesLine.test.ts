import { describe, expect, it } from "vitest";
import { drawSeries } from "./seriesLine";

const PLANE = { width: 120, height: 120, pad: 10 };

describe("the series", () => {
  it("rises with the share and ends at the right edge", () => {
    const { cared } = drawSeries([{ day: 0, cared: 0, holdout: null }, { day: 10, cared: 0.5, holdout: null }], PLANE);
    expect(cared).toMatch(/^M10\.0 110\.0 L110\.0 /);
    expect(Number(cared.split(" ").at(-1))).toBeLessThan(110);
  });
  it("leaves a gap where nothing is known, and draws nothing of nothing", () => {
    const { cared, holdout } = drawSeries(
      [{ day: 0, cared: 0.1, holdout: null }, { day: 1, cared: null, holdout: null }, { day: 2, cared: 0.2, holdout: null }],
      PLANE,
    );
    expect(cared.match(/M/g)).toHaveLength(2);
    expect(holdout).toBe("");
  });
});
