import { Link } from "@tanstack/react-router";
import { useWords } from "../../app/words";
import type { LiveStage } from "../../api/types";

/** The stage's figures in short; none when the draft does not run. */
export function StageFigures({ stage }: { stage: LiveStage | undefined }) {
  const { t, counted, days } = useWords();
  if (!stage) return null;
  return (
    <p className="row">
      <Link to="/people" search={{ stage: stage.key }}>
        {counted("unit.people", stage.people)}
      </Link>
      {stage.lost > 0 && (
        <Link to="/people" search={{ stage: stage.key, list: "lost", anonymous: "shown" }}>
          {t("stage.lost", { people: counted("unit.people", stage.lost) })}
        </Link>
      )}
      {stage.median_days !== null && <span>{t("stage.median", { days: days(stage.median_days) })}</span>}
    </p>
  );
}
