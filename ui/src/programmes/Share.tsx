import { Hint } from "../app/Hint";
import { useWords } from "../app/words";

interface Measured {
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

/** A share with its interval and n on hover and focus; without enough cases it says n. */
export function Share({ of: share, label, text }: { of: Measured; label: string; text?: string }) {
  const { t, percent, counted } = useWords();
  const interval =
    share.low === null || share.high === null ? null : t("figure.interval", { low: percent(share.low), high: percent(share.high) });
  const said = [text, interval, counted("figure.n", share.n)].filter(Boolean).join(" · ");
  return (
    <Hint text={said} label={`${label}: ${share.value === null ? "–" : percent(share.value)}`}>
      <span className="number">{percent(share.value)}</span>
    </Hint>
  );
}
