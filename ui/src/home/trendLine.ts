/** Points of the goal's trend on a plane of width × height; the target is always in sight. */

export interface Plane {
  width: number;
  height: number;
  pad: number;
}

export interface TrendPoint {
  month: string;
  value: number | null;
}

export interface Drawn {
  /** One path per unbroken run of months: a month without a value is a gap, not a zero. */
  runs: string[];
  dots: { x: number; y: number; month: string }[];
  targetY: number;
}

export function drawTrend(points: TrendPoint[], target: number, { width, height, pad }: Plane): Drawn {
  const values = points.map(({ value }) => value).filter((value) => value !== null);
  const top = Math.max(target, ...values) * 1.15 || 1;
  const x = (index: number) => pad + (points.length < 2 ? 0.5 : index / (points.length - 1)) * (width - 2 * pad);
  const y = (value: number) => height - pad - (value / top) * (height - 2 * pad);
  const runs: string[] = [];
  const dots: Drawn["dots"] = [];
  let open = false;
  points.forEach(({ month, value }, index) => {
    if (value === null) {
      open = false;
      return;
    }
    const dot = { x: x(index), y: y(value), month };
    dots.push(dot);
    const step = `${dot.x.toFixed(1)} ${dot.y.toFixed(1)}`;
    if (open) runs[runs.length - 1] += ` L${step}`;
    else runs.push(`M${step}`);
    open = true;
  });
  return { runs, dots, targetY: y(target) };
}
