import { useWords } from "../app/words";
import type { ImprovementMetric } from "../api/improve";

interface Reading {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

/** How the numbers of a metric are written. */
export function useReading(metric: Pick<ImprovementMetric, "kind" | "currency"> | null) {
  const words = useWords();
  const value = (number: number | null): string => {
    if (number === null || !metric) return "–";
    if (metric.kind === "share") return words.percent(number, 1);
    if (metric.kind === "points") return words.points(number, 1);
    if (metric.kind === "money") return words.money({ minor: Math.round(number), currency: metric.currency });
    return words.number(number, 1);
  };
  const whole = ({ value: now, low, high, n }: Reading): string => {
    const interval = low !== null && high !== null ? ` (${words.t("figure.interval", { low: value(low), high: value(high) })})` : "";
    return `${value(now)}${interval}, ${words.t("figure.n", { n: words.number(n) })}`;
  };
  return { value, whole };
}
