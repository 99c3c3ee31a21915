import { Link } from "@tanstack/react-router";
import { BreakIcon } from "../app/icons";
import { useWords } from "../app/words";
import type { Home } from "../api/types";

/** The weakest arrow in words. It is the path that breaks, not the customer. */
export function WeakestArrow({ data }: { data: Home }) {
  const { t, text, percent, counted, days } = useWords();
  const arrow = data.arrows.find(({ weakest }) => weakest);
  if (!arrow) return null;
  const name = (key: string) => text(data.stages.find((stage) => stage.key === key)?.name);
  return (
    <div className="weakest">
      <BreakIcon size={22} />
      <div>
        <p>
          <strong>{t("weakest.here", { from: name(arrow.from), to: name(arrow.to) })}</strong>
        </p>
        <p className="small">
          {t("weakest.figures", {
            value: percent(arrow.conversion),
            interval: t("figure.interval", { low: percent(arrow.low), high: percent(arrow.high) }),
            n: counted("figure.n", arrow.entered),
          })}{" "}
          {arrow.middle_days !== null && t("weakest.middle", { days: days(arrow.middle_days) })}{" "}
          <Link to="/journey" search={{ stage: arrow.from, panel: "stage" }}>
            {t("weakest.open", { stage: name(arrow.from) })}
          </Link>{" "}
          {arrow.lost > 0 && (
            <Link to="/people" search={{ arrow: arrow.from, outcome: "lost" }}>
              {counted("weakest.lost", arrow.lost)}
            </Link>
          )}
        </p>
      </div>
    </div>
  );
}
