/** A price or a value against what was wanted: said only when the interval is on one side. */

export interface Priced {
  value: number | null;
  low: number | null;
  high: number | null;
  target: number | null;
}

export type PriceVerdict = "unknown" | "noTarget" | "good" | "bad" | "open";

/** `more`: whether more is better, as of a customer's value; of a price less is. */
export function priceVerdict({ value, low, high, target }: Priced, more: boolean): PriceVerdict {
  if (value === null) return "unknown";
  if (target === null) return "noTarget";
  const [least, most] = [low ?? value, high ?? value];
  if (more ? least >= target : most <= target) return "good";
  return (more ? most < target : least > target) ? "bad" : "open";
}
