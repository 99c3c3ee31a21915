import { useEffect, useState } from "react";
import { useWords } from "../app/words";

/** "Päivitetty 2 min sitten": when the figures were computed. */
export function Freshness({ asOf }: { asOf: string }) {
  const { t, ago, dateTime } = useWords();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="quiet small" title={dateTime(asOf)}>
      {t("home.updated", { ago: ago(asOf, Math.max(now, Date.parse(asOf))) })}
    </span>
  );
}
