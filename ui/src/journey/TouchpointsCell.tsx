import { Link } from "@tanstack/react-router";
import { MomentIcon } from "../app/icons";
import { useWords } from "../app/words";
import { Missing, type CellProps } from "./lanes";

/** The stage's touchpoints with their channel and how many people met them in 30 days. */
export function TouchpointsCell({ stage, channels }: CellProps) {
  const { t, text, textLang, counted } = useWords();
  if (stage.touchpoints.length === 0) return <Missing why={t("journey.gap")} />;
  return (
    <ul className="plain touchpoints">
      {stage.touchpoints.map((point) => (
        <li key={point.key}>
          <span>
            {point.moment_of_truth && (
              <span className="moment" title={t("journey.momentOfTruth")}>
                <MomentIcon size={14} />
                <span className="unseen">{t("journey.momentOfTruth")}</span>
              </span>
            )}{" "}
            <span id={`${stage.key}-${point.key}`} lang={textLang(point.name)}>{text(point.name)}</span>
          </span>
          <span className="under">
            {point.channel && <>{text(channels.get(point.channel) ?? point.channel)} · </>}
            {point.people_30d === null ? (
              t("journey.unbound")
            ) : point.people_30d === 0 ? (
              counted("journey.met30d", 0)
            ) : (
              <Link to="/people" search={{ touchpoint: point.key }} aria-describedby={`${stage.key}-${point.key}`}>
                {counted("journey.met30d", point.people_30d)}
              </Link>
            )}
          </span>
          {point.next === null && <span className="under dead-end">{t("journey.deadEnd")}</span>}
        </li>
      ))}
    </ul>
  );
}
