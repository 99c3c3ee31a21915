import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { Hint } from "../app/Hint";
import { useWords } from "../app/words";
import { programmes } from "../api/programmes";
import type { LiveStage } from "../api/types";
import { SatisfactionCell } from "./SatisfactionCell";
import { WaitingCell } from "./WaitingCell";

export interface LiveCellProps {
  stage: LiveStage;
  stages: LiveStage[];
  index: number;
}

function PeopleCell({ stage, stages }: LiveCellProps) {
  const exits = stages.filter(({ exit }) => exit);
  const { t, text, number, counted } = useWords();
  const people = counted("unit.people", stage.people);
  return (
    <>
      <Link
        to="/people"
        search={{ stage: stage.key }}
        className="big number"
        aria-label={t("home.openPeople", { stage: text(stage.name), people })}
      >
        {number(stage.people)}
      </Link>
      <span className="under">
        {stage.new_7d === 0 ? (
          counted("home.new7d", 0)
        ) : (
          <Link to="/people" search={{ to: stage.key, days: "7" }}>
            {counted("home.new7d", stage.new_7d)}
          </Link>
        )}
      </span>
      {stage.returned_30d > 0 && (
        <span className="under">
          {exits.length === 1 ? (
            <Link to="/people" search={{ from: exits[0]!.key, to: stage.key }}>
              {counted("journey.returned", stage.returned_30d)}
            </Link>
          ) : (
            counted("journey.returned", stage.returned_30d)
          )}
        </span>
      )}
    </>
  );
}

function AdvanceCell({ stage }: LiveCellProps) {
  const { t, text, percent, counted, number } = useWords();
  const { advance } = stage;
  if (!advance) return <Missing why={t(stage.exit ? "journey.exitStage" : "journey.lastStage")} />;
  if (advance.value === null) return <span className="quiet">{t("figure.tooFew", { n: number(advance.n) })}</span>;
  return (
    <>
      <Link
        to="/people"
        search={{ arrow: stage.key, outcome: "advanced" }}
        className="big number"
        aria-label={t("journey.openAdvanced", { stage: text(stage.name), value: percent(advance.value) })}
      >
        {percent(advance.value)}
      </Link>
      <span className="under">
        {t("figure.interval", { low: percent(advance.low), high: percent(advance.high) })}
      </span>
      <span className="under">
        <Link to="/people" search={{ arrow: stage.key, outcome: "entered" }}>
          {counted("figure.n", advance.n)}
        </Link>
      </span>
    </>
  );
}

function TimeCell({ stage }: LiveCellProps) {
  const { t, days } = useWords();
  return (
    <dl className="times">
      <div>
        <dt>{t("journey.measured")}</dt>
        <dd className="number">
          {stage.median_days === null ? <Missing why={t("journey.noMedian")} /> : days(stage.median_days)}
          {stage.p75_days !== null && <span className="under">{t("journey.p75", { days: days(stage.p75_days) })}</span>}
        </dd>
      </div>
      <div>
        <dt>{t("journey.assumed")}</dt>
        <dd className="number">
          {stage.expected_days === null ? <Missing why={t("journey.noAssumed")} /> : days(stage.expected_days)}
        </dd>
      </div>
    </dl>
  );
}

function LostCell({ stage }: LiveCellProps) {
  const { t, text, number, counted } = useWords();
  if (stage.lost === 0) return <span className="number">0</span>;
  return (
    <Link
      to="/people"
      search={{ stage: stage.key, list: "lost", anonymous: "shown" }}
      className="number"
      aria-label={t("journey.openLost", { stage: text(stage.name), people: counted("unit.people", stage.lost) })}
    >
      {number(stage.lost)}
    </Link>
  );
}

/** A dash with its reason: nothing is ever shown as 0 that is not known. */
export function Missing({ why }: { why: string }) {
  return (
    <Hint text={why} label={`– ${why}`}>
      –
    </Hint>
  );
}

function ProgrammesCell({ stage }: LiveCellProps) {
  const { t, text, textLang, counted } = useWords();
  const found = useQuery(programmes).data;
  if (!found) return null;
  const here = (found.stages.find(({ key }) => key === stage.key)?.programmes ?? []).filter((each) => ["live", "shadow", "paused"].includes(each.state));
  if (here.length === 0) return <Missing why={t("map.noProgramme")} />;
  return (
    <ul className="plain touchpoints">
      {here.map((each) => (
        <li key={each.key}>
          <Link to="/programmes/$key" params={{ key: each.key }} lang={textLang(each.name)}>
            {text(each.name)}
          </Link>
          <span className="under">
            {each.state === "live" ? counted("map.inside", each.inside) : t(`map.${each.state === "paused" ? "paused" : "shadow"}`)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Rows whose cells are measured, by the key of the lane. */
export const LIVE_CELLS: Record<string, ComponentType<LiveCellProps>> = {
  people: PeopleCell,
  advance: AdvanceCell,
  time: TimeCell,
  satisfaction: SatisfactionCell,
  programmes: ProgrammesCell,
  waiting: WaitingCell,
  lost: LostCell,
};
