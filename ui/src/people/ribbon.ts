/** How wide each part of the stage ribbon is: by its days, but never too thin to see or to press. */

export function ribbonShares(days: number[], least = 0.04): number[] {
  const total = days.reduce((sum, value) => sum + Math.max(value, 0), 0);
  if (total === 0) return days.map(() => 1 / days.length);
  const floor = Math.min(least, 1 / days.length);
  const raised = days.map((value) => Math.max(Math.max(value, 0) / total, floor));
  const sum = raised.reduce((all, value) => all + value, 0);
  return raised.map((value) => value / sum);
}
