import { Hint } from "../app/Hint";
import { BreakIcon } from "../app/icons";
import { useWords } from "../app/words";
import type { Arrow } from "../api/types";
import type { LocalText } from "../format/text";

/** Conversion and median days between two stages; the one where the path breaks is marked by shape and word, too. */
export function ArrowFigure({ arrow, names, breaks }: { arrow: Arrow; names: Map<string, LocalText>; breaks: boolean }) {
  const { t, percent, days, text, counted, number } = useWords();
  const value = arrow.conversion === null ? t("figure.tooFew", { n: number(arrow.entered) }) : percent(arrow.conversion);
  const route = { from: text(names.get(arrow.from)), to: text(names.get(arrow.to)) };
  const middle = arrow.middle_days === null ? null : days(arrow.middle_days);
  return (
    <div className={breaks ? "arrow arrow-breaks" : "arrow"}>
      <Hint
        people={{ arrow: arrow.from, outcome: arrow.conversion === null ? "entered" : "advanced" }}
        text={
          <>
            <span className="hint-line">{t("arrow.definition", { ...route, days: days(arrow.window_days) })}</span>
            {arrow.low !== null && arrow.high !== null && (
              <span className="hint-line">
                {t("figure.interval", { low: percent(arrow.low), high: percent(arrow.high) })}
              </span>
            )}
            <span className="hint-line">
              {counted("arrow.counts", arrow.entered, {
                advanced: number(arrow.advanced),
                lost: number(arrow.lost),
                open: number(arrow.open),
              })}
            </span>
            <span className="hint-line">{middle === null ? t("arrow.noMiddle") : t("arrow.middle", { days: middle })}</span>
            {arrow.median_days !== null && <span className="hint-line">{t("arrow.median", { days: days(arrow.median_days) })}</span>}
            {arrow.p75_days !== null && <span className="hint-line">{t("arrow.p75", { days: days(arrow.p75_days) })}</span>}
          </>
        }
      >
        <span className="unseen">{t("arrow.label", route)}</span>
        <span className="arrow-value number">
          {breaks && <BreakIcon size={14} />}
          {value}
        </span>
        <span className="arrow-line" aria-hidden="true" />
        <span className="small quiet">{middle ?? "–"}</span>
        {breaks && <span className="arrow-word">{t("arrow.breaks")}</span>}
      </Hint>
    </div>
  );
}
