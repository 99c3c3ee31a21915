import { useWords } from "../app/words";
import type { Improvement } from "../api/improve";
import { useReading } from "./reading";

/** What closed an improvement: the metric, or what somebody wrote. */
export function VerifiedLine({ item }: { item: Improvement }) {
  const { t, date } = useWords();
  const { value } = useReading(item.metric);
  const its = item.verified!;
  if (its.verdict === "better" && its.now && item.metric) {
    const said = { metric: "", before: value(item.metric.baseline.value), now: value(its.now.value), day: date(its.at) };
    return (
      <p className="small good">
        ✓ {item.metric.against_zero ? t("improve.verifiedEffect", said) : t("improve.verified", said)}
      </p>
    );
  }
  return (
    <p className="small" dir="auto">
      {t("improve.closedByReason", { day: date(its.at), reason: its.reason })}
    </p>
  );
}
