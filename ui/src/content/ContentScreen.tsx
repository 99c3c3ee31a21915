import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { Answer } from "../app/Answer";
import { Problems } from "../app/Problems";
import { useEdits } from "../app/role";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { journeyPage, RUNNING } from "../api/journeys";
import type { JourneyPage } from "../api/types";
import { SavedState } from "../draft/SavedState";
import type { Tongue } from "../draft/localText";
import { useUndoKeys } from "../draft/useUndoKeys";
import { draftName, useJourneyDraft } from "../journey/useJourneyDraft";
import { CoverageTab } from "./CoverageTab";
import { PlanTab } from "./PlanTab";
import { TABS, type Tab } from "./search";
import { PlanContext, type Plan } from "./usePlan";
import "./content.css";

const ThreadsTab = lazy(() => import("./ThreadsTab").then((m) => ({ default: m.ThreadsTab })));
const TrustTab = lazy(() => import("./TrustTab").then((m) => ({ default: m.TrustTab })));
const VoicesTab = lazy(() => import("./VoicesTab").then((m) => ({ default: m.VoicesTab })));
const CompetitorsTab = lazy(() => import("./CompetitorsTab").then((m) => ({ default: m.CompetitorsTab })));
const MarketTab = lazy(() => import("./MarketTab").then((m) => ({ default: m.MarketTab })));
const FormsTab = lazy(() => import("./FormsTab").then((m) => ({ default: m.FormsTab })));
const OffersTab = lazy(() => import("./OffersTab").then((m) => ({ default: m.OffersTab })));
const PartPanel = lazy(() => import("./PartPanel").then((m) => ({ default: m.PartPanel })));

const route = getRouteApi("/content");

/** Sisällöt ja tarjoukset: the plan, its gaps, the script, the forms and offers, trust, reviews, rivals and the market. */
export function ContentScreen() {
  const { t } = useWords();
  const { journey } = route.useSearch();
  const page = useQuery(journeyPage(journey ?? RUNNING));
  if (!page.data) {
    return (
      <Screen title={t("nav.content")}>
        <Answer of={page}>{() => null}</Answer>
      </Screen>
    );
  }
  return <Content key={page.data.key} page={page.data} />;
}

function Content({ page }: { page: JourneyPage }) {
  const { t, text, language } = useWords();
  const edits = useEdits();
  const draft = useJourneyDraft(page);
  useUndoKeys(draft);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const tab = search.tab ?? "plan";
  const { document } = draft;
  const plan = useMemo((): Plan | null => {
    if (document === null) return null;
    const home: Tongue = document.language === "en" ? "en" : "fi";
    return { draft, document, edits, tongue: language, home, search, go: (next) => void navigate({ search: (old) => ({ ...old, ...next }), resetScroll: false }) };
  }, [draft, document, edits, language, search, navigate]);
  const writes = tab !== "forms" && tab !== "offers";
  return (
    <Screen
      title={t("nav.content")}
      above={
        <Link to="/journey" search={{ journey: search.journey, mode: "design" }}>
          {text(draftName(draft))}
        </Link>
      }
      aside={writes && edits && <Edits draft={draft} journey={search.journey} />}
    >
      <Tabs tab={tab} />
      {writes && <Faults page={draft.page} />}
      {plan === null ? (
        <p className="card">{t("plan.unreadable")}</p>
      ) : (
        <PlanContext.Provider value={plan}>
          <Suspense fallback={<div className="waiting" />}>
            {tab === "plan" && <PlanTab />}
            {tab === "coverage" && <CoverageTab />}
            {tab === "threads" && <ThreadsTab />}
            {tab === "objections" && <TrustTab />}
            {tab === "reviews" && <VoicesTab />}
            {tab === "competitors" && <CompetitorsTab />}
            {tab === "market" && <MarketTab />}
            {tab === "forms" && <FormsTab />}
            {tab === "offers" && <OffersTab />}
          </Suspense>
          {search.open && writes && (
            <Suspense>
              <PartPanel open={search.open} />
            </Suspense>
          )}
        </PlanContext.Provider>
      )}
    </Screen>
  );
}

/** What keeps the draft from being counted and published; the figures are those of the last whole text meanwhile. */
function Faults({ page }: { page: JourneyPage }) {
  const { t } = useWords();
  const errors = page.problems.filter((problem) => problem.level === "error");
  if (errors.length === 0) return null;
  return (
    <section className="card stack" aria-label={t("plan.faults")}>
      <p role="alert">{t("plan.faultsWhat")}</p>
      <Problems of={errors} />
    </section>
  );
}

/** What is written is a draft: undo, the state of saving, and the way to publishing it. */
function Edits({ draft, journey }: { draft: Plan["draft"]; journey: string | undefined }) {
  const { t, counted } = useWords();
  const changes = draft.page.changes.length;
  return (
    <div className="row content-edits">
      <SavedState draft={draft} />
      <Button size="compact-sm" variant="default" disabled={!draft.undo} onClick={() => draft.undo?.()}>
        {t("plan.undo")}
      </Button>
      <Button size="compact-sm" variant="default" disabled={!draft.redo} onClick={() => draft.redo?.()}>
        {t("plan.redo")}
      </Button>
      {changes > 0 && (
        <Link className="small" to="/journey" search={{ journey, mode: "design" }}>
          {counted("plan.unpublished", changes)}
        </Link>
      )}
    </div>
  );
}

function Tabs({ tab }: { tab: Tab }) {
  const { t } = useWords();
  return (
    <nav className="views" aria-label={t("plan.tabs")}>
      {TABS.map((each) => (
        <Link
          key={each}
          to="/content"
          search={(old) => ({ ...old, tab: each === "plan" ? undefined : each, open: undefined, state: undefined, score: undefined })}
          resetScroll={false}
          activeOptions={{ includeSearch: false }}
          data-on={tab === each}
          aria-current={tab === each ? "page" : "false"}
        >
          {t(`planTab.${each}`)}
        </Link>
      ))}
    </nav>
  );
}
