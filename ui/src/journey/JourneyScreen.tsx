import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Answer } from "../app/Answer";
import { Problems } from "../app/Problems";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { journeyPage, RUNNING } from "../api/journeys";
import { live } from "../api/queries";
import type { JourneyPage } from "../api/types";
import { learn } from "../locales/i18n";
import { Freshness } from "../home/Freshness";
import { JourneyHeader } from "./JourneyHeader";
import { JourneyName } from "./JourneyName";
import { JourneyMap } from "./JourneyMap";
import { MODES, type JourneySearch } from "./search";
import { draftName, useJourneyDraft } from "./useJourneyDraft";
import "./journey.css";
import "./design/design.css";

const route = getRouteApi("/journey");

const Panels = lazy(() => import("./panels/Panels").then((m) => ({ default: m.Panels })));
const OptimiseView = lazy(() => Promise.all([import("./OptimiseView"), learn("metrics")]).then(([m]) => ({ default: m.OptimiseView })));

/** Those that are of the whole document; the others are of the map. */
const DOCUMENT_PANELS: ReadonlySet<string> = new Set(["publish", "history", "goal", "source", "export"]);

/** One journey in three modes: written, measured, and where to mend it. */
export function JourneyScreen() {
  const { t } = useWords();
  const { journey } = route.useSearch();
  const page = useQuery(journeyPage(journey ?? RUNNING));
  if (!page.data) {
    return (
      <Screen title={t("nav.journey")}>
        <Answer of={page}>{() => null}</Answer>
      </Screen>
    );
  }
  return <Journey key={page.data.key} page={page.data} />;
}

function Journey({ page }: { page: JourneyPage }) {
  const { text, t } = useWords();
  const draft = useJourneyDraft(page);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const mode = search.mode ?? "live";
  const figures = useQuery({ ...live, enabled: mode === "live" });
  const go = (next: Partial<JourneySearch>, replace = false) => void navigate({ search: (old) => ({ ...old, ...next }), resetScroll: false, replace });
  const { problems } = page;
  return (
    <Screen title={text(draftName(draft))} heading={<JourneyName draft={draft} />} above={<Link to="/journeys">{t("journeys.title")}</Link>} aside={mode === "live" && figures.data && <Freshness asOf={figures.data.as_of} />}>
      <JourneyHeader draft={draft} go={go} />
      <PrintHead page={page} />
      {problems.length > 0 && (
        <details className="small">
          <summary>{t("journey.problems", { count: problems.length })}</summary>
          <Problems of={problems} where={false} />
        </details>
      )}
      <Modes mode={mode} />
      {mode === "optimise" ? (
        <Suspense fallback={<div className="waiting" />}>
          <OptimiseView draft={draft} />
        </Suspense>
      ) : draft.document === null ? (
        <p className="card">{t("map.unreadable")}</p>
      ) : (
        <JourneyMap draft={draft} document={draft.document} search={search} go={go} />
      )}
      {DOCUMENT_PANELS.has(search.panel ?? "") && (
        <Suspense fallback={null}>
          <Panels draft={draft} search={search} close={() => go({ panel: undefined, open: undefined })} />
        </Suspense>
      )}
    </Screen>
  );
}

/** On paper the map says which one it is, and of when. */
function PrintHead({ page }: { page: JourneyPage }) {
  const { t, dateTime } = useWords();
  const now = new Date().toISOString();
  return <p className="on-paper small">{page.version === null ? t("map.printedDraft", { at: dateTime(now) }) : t("map.printed", { version: page.version, at: dateTime(now) })}</p>;
}

function Modes({ mode }: { mode: (typeof MODES)[number] }) {
  const { t } = useWords();
  return (
    <nav className="views" aria-label={t("journeyMode.label")}>
      {MODES.map((each) => (
        <Link
          key={each}
          to="/journey"
          search={(old) => ({ ...old, mode: each === "live" ? undefined : each })}
          resetScroll={false}
          activeOptions={{ includeSearch: false }}
          data-on={mode === each}
          aria-current={mode === each ? "page" : "false"}
        >
          {t(`journeyMode.${each}`)}
        </Link>
      ))}
    </nav>
  );
}
