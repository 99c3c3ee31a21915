import { Link } from "@tanstack/react-router";
import { BreakIcon } from "../app/icons";
import { useWords } from "../app/words";
import type { Home } from "../api/types";
import { breaking } from "./strip";

/** Where the path breaks and why there, as the server ranks the places. It is the path that breaks, not the customer. */
export function PathBreak({ data }: { data: Home }) {
  const { t, text, textLang, percent, counted, days } = useWords();
  const first = data.decisions?.first;
  const arrow = breaking(data);
  if (data.decisions === null) return <p className="quiet small">{t("breaks.counting")}</p>;
  if (!first || !arrow) return <p className="quiet small">{t("breaks.unknown")}</p>;
  const name = (key: string) => text(data.stages.find((stage) => stage.key === key)?.name);
  const lowest = data.arrows.find(({ weakest }) => weakest);
  return (
    <div className="path-break">
      <BreakIcon size={22} />
      <div>
        <p dir="auto" lang={textLang(first.what)}>
          <strong>{text(first.what)}</strong>
        </p>
        <p className="small" dir="auto">
          {text(first.because)}
        </p>
        <p className="small">
          {t("breaks.figures", {
            value: percent(arrow.conversion),
            interval: t("figure.interval", { low: percent(arrow.low), high: percent(arrow.high) }),
            n: counted("figure.n", arrow.entered),
            days: days(arrow.window_days),
          })}{" "}
          {arrow.middle_days !== null && t("breaks.middle", { days: days(arrow.middle_days) })}{" "}
          <Link to="/journey" search={{ stage: arrow.from, panel: "stage" }}>
            {t("breaks.open", { stage: name(arrow.from) })}
          </Link>{" "}
          {arrow.lost > 0 && (
            <Link to="/people" search={{ arrow: arrow.from, outcome: "lost" }}>
              {counted("breaks.lost", arrow.lost)}
            </Link>
          )}
        </p>
        {lowest && lowest !== arrow && (
          <p className="small quiet" dir="auto">
            {t("breaks.lowest", { from: name(lowest.from), to: name(lowest.to), value: percent(lowest.conversion) })}
          </p>
        )}
      </div>
    </div>
  );
}
