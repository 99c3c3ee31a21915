import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Answer } from "../app/Answer";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { journeyPage } from "../api/journeys";
import { Begin } from "./Begin";
import "./start.css";

// The questions come after the three that begin.
const Wizard = lazy(() => import("./Wizard").then((m) => ({ default: m.Wizard })));

const route = getRouteApi("/start");

/** The guided start: three questions, and then one's own journey by six more. */
export function StartScreen() {
  const { journey, step } = route.useSearch();
  return journey ? <Asked key={journey} journey={journey} step={step ?? "audience"} /> : <First />;
}

function First() {
  const { t } = useWords();
  return (
    <Screen title={t("begin.title")}>
      <Begin />
    </Screen>
  );
}

function Asked({ journey, step }: { journey: string; step: NonNullable<ReturnType<typeof route.useSearch>["step"]> }) {
  const { t } = useWords();
  const answer = useQuery(journeyPage(journey));
  const navigate = route.useNavigate();
  if (answer.data) {
    return (
      <Suspense>
        <Wizard page={answer.data} step={step} go={(next) => void navigate({ search: { journey, step: next } })} />
      </Suspense>
    );
  }
  return (
    <Screen title={t("wizard.title")}>
      <Answer of={answer}>{() => null}</Answer>
    </Screen>
  );
}
