/** Points of the goal's trend on a plane of width × height; the target is always in sight. */

export interface Plane {
  width: number;
  height: number;
  pad: number;
}

export interface TrendPoint {
  month: string;
  value: number | null;
  /** Its window is still open: drawn apart, since it is not to be compared yet. */
  open: boolean;
}

/** True while the window of some who entered in the month is still open at `end`: the share will still grow. */
export function windowOpen(month: string, windowDays: number, end: string): boolean {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return Date.UTC(year, number) + windowDays * 86_400_000 > Date.parse(end);
}

export interface Drawn {
  /** One path per unbroken run of months: a month without a value is a gap, not a zero. */
  runs: { path: string; open: boolean }[];
  dots: { x: number; y: number; month: string; open: boolean }[];
  targetY: number;
}

export function drawTrend(points: TrendPoint[], target: number, { width, height, pad }: Plane): Drawn {
  const values = points.map(({ value }) => value).filter((value) => value !== null);
  const top = Math.max(target, ...values) * 1.15 || 1;
  const x = (index: number) => pad + (points.length < 2 ? 0.5 : index / (points.length - 1)) * (width - 2 * pad);
  const y = (value: number) => height - pad - (value / top) * (height - 2 * pad);
  const runs: Drawn["runs"] = [];
  const dots: Drawn["dots"] = [];
  let last: string | null = null;
  points.forEach(({ month, value, open }, index) => {
    if (value === null) {
      last = null;
      return;
    }
    const dot = { x: x(index), y: y(value), month, open };
    dots.push(dot);
    const step = `${dot.x.toFixed(1)} ${dot.y.toFixed(1)}`;
    const run = runs[runs.length - 1];
    if (last !== null && run && run.open === open) run.path += ` L${step}`;
    else runs.push({ path: last === null ? `M${step}` : `M${last} L${step}`, open });
    last = step;
  });
  return { runs, dots, targetY: y(target) };
}
