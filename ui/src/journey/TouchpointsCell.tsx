import { Link } from "@tanstack/react-router";
import { MomentIcon } from "../app/icons";
import { useWords } from "../app/words";
import type { LiveStage } from "../api/types";
import type { Mapping } from "../draft/json";
import type { LocalText } from "../format/text";
import { brief } from "./design/lines";
import { useMap } from "./design/MapContext";
import { Missing } from "./lanes";

interface Props {
  points: Mapping[];
  found: LiveStage | undefined;
  live: boolean;
  channels: Map<string, LocalText>;
}

/** The stage's touchpoints with their channel; live, how many people met them in 30 days. */
export function TouchpointsCell({ points, found, live, channels }: Props) {
  const { t, text, textLang, counted } = useWords();
  const { actions } = useMap();
  if (points.length === 0) return live ? <Missing why={t("journey.gap")} /> : <span className="gap">{t("map.gap")}</span>;
  return (
    <ul className="plain touchpoints">
      {points.map((point) => {
        const key = String(point.key);
        const name = (point.name ?? key) as LocalText;
        const people = found?.touchpoints.find((each) => each.key === key)?.people_30d ?? null;
        const channel = typeof point.channel === "string" ? point.channel : null;
        return (
          <li key={key}>
            <span>
              <button type="button" tabIndex={-1} className="point-open" id={`${found?.key ?? ""}-${key}`} lang={textLang(name)} dir="auto" onClick={() => actions.show("touchpoints", { open: key })}>
                {brief(text(name))}
              </button>
            </span>
            <span className="under">
              {point.moment_of_truth === true && (
                <span className="moment" title={t("journey.momentOfTruth")}>
                  <MomentIcon size={14} />
                  <span className="unseen">{t("journey.momentOfTruth")}</span>
                </span>
              )}{" "}
              {channel && text(channels.get(channel) ?? channel)}
              {live && (
                <>
                  {channel && " · "}
                  {people === null ? (
                    t("journey.unbound")
                  ) : people === 0 ? (
                    counted("journey.met30d", 0)
                  ) : (
                    <Link to="/people" search={{ touchpoint: key }} aria-describedby={`${found!.key}-${key}`}>
                      {counted("journey.met30d", people)}
                    </Link>
                  )}
                </>
              )}
            </span>
            {(point.next === undefined || point.next === null) && <span className="under dead-end">{t("journey.deadEnd")}</span>}
          </li>
        );
      })}
    </ul>
  );
}
