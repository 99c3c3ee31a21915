import { useQuery } from "@tanstack/react-query";
import { Link, Navigate } from "@tanstack/react-router";
import { Answer } from "../app/Answer";
import { Problems } from "../app/Problems";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { start } from "../api/start";
import type { Home } from "../api/types";
import { Changes } from "./Changes";
import { Checklist } from "./Checklist";
import { ContentGaps } from "./ContentGaps";
import { DemoBanner } from "./DemoBanner";
import { EmptyHome } from "./EmptyHome";
import { Freshness } from "./Freshness";
import { GoalCard, NoGoal } from "./GoalCard";
import { MoneyStrip } from "./MoneyStrip";
import { NextSteps } from "./NextSteps";
import { PathBreak } from "./PathBreak";
import { PathStrip } from "./PathStrip";
import { StopsSending } from "./StopsSending";
import "./home.css";

/** Koti: one goal, the path, the place where it breaks, what to do next, what changed, and the money. */
export function HomeScreen() {
  const { t } = useWords();
  const answer = useQuery(home);
  // Nothing has begun here yet: three questions come first.
  const isNew = useQuery({ ...start, enabled: answer.data?.events === 0 }).data?.new;
  if (isNew) return <Navigate to="/start" search={{}} replace />;
  return (
    <Screen title={t("nav.home")} aside={answer.data && <Freshness asOf={answer.data.as_of} />}>
      <DemoBanner />
      <StopsSending />
      <Answer of={answer}>{(data) => (data.events === 0 ? <><Checklist /><EmptyHome /></> : <Figures of={data} />)}</Answer>
    </Screen>
  );
}

function Figures({ of: data }: { of: Home }) {
  const { t, counted, calendarDay } = useWords();
  return (
    <>
      {data.goal ? <GoalCard goal={data.goal} end={data.window_end} arrows={data.arrows} /> : <NoGoal />}
      <section className="card stack" aria-labelledby="path-heading">
        <div className="row spread">
          <h2 id="path-heading">{t("home.path")}</h2>
          <span className="quiet small">
            {counted("unit.people", data.people)} · {counted("unit.events", data.events)}
            {data.days.first && ` · ${calendarDay(data.days.first)} – ${calendarDay(data.days.last)}`}
          </span>
        </div>
        <PathBreak data={data} />
        <PathStrip data={data} />
        <ContentGaps />
      </section>
      <Checklist />
      {data.decisions && <NextSteps decisions={data.decisions} />}
      {data.decisions && data.decisions.alerts.length > 0 && (
        <section className="card stack" aria-labelledby="alerts-heading">
          <div className="row spread">
            <h2 id="alerts-heading">{t("alerts.heading")}</h2>
            <Link to="/metrics/$report" params={{ report: "alerts" }} search={{}}>
              {t("alerts.open")}
            </Link>
          </div>
          <Problems of={data.decisions.alerts} />
        </section>
      )}
      <Changes data={data} />
      {data.decisions && <MoneyStrip money={data.decisions.money} />}
    </>
  );
}
