import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { JourneyHealth } from "../api/types";

type Drift = NonNullable<JourneyHealth["drift"]>;

/** How many of the real journeys go as designed, with the cases behind it, and whether fewer do than before. */
export function DriftLine({ of: { now, before, asked, fell } }: { of: Drift }) {
  const { t, percent, counted } = useWords();
  if (now.value === null) return <>{t("drift.none")}</>;
  return (
    <Link to="/metrics/$report" params={{ report: "fit" }} search={asked} className={fell ? "bad" : ""}>
      {fell && "▼ "}
      {t("drift.share", { value: percent(now.value), cases: counted("figure.n", now.n) })}
      {now.low !== null && now.high !== null && <span className="quiet">, {t("figure.interval", { low: percent(now.low), high: percent(now.high) })}</span>}
      {fell && before.value !== null && <span> – {t("drift.fell", { before: percent(before.value) })}</span>}
    </Link>
  );
}
