import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Answer } from "../app/Answer";
import { useEdits } from "../app/role";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { ApiProblem } from "../api/client";
import { programme } from "../api/programmes";
import type { ProgrammePage } from "../api/types";
import { Actions } from "./Actions";
import { HistoryTab } from "./HistoryTab";
import { InsideTab } from "./InsideTab";
import type { ProgrammeSearch } from "./programmesSearch";
import { TABS } from "./programmesSearch";
import { ResultsTab } from "./ResultsTab";
import { SavedState } from "../draft/SavedState";
import { StateChip } from "./StateChip";
import { StructureTab } from "./StructureTab";
import { useDraft } from "./useDraft";
import "../people/people.css";
import "./programmes.css";

// What opens over the screen is fetched when it opens.
const Panels = lazy(() => import("./Panels").then((m) => ({ default: m.Panels })));

const route = getRouteApi("/programmes/$key");

/** One programme: its steps with live counts, who is inside, what it has done, and its versions. */
export function ProgrammeScreen() {
  const { t } = useWords();
  const { key } = route.useParams();
  const answer = useQuery(programme(key));
  const missing = answer.error instanceof ApiProblem && answer.error.status === 404;
  const above = <Link to="/programmes">{t("nav.programmes")}</Link>;
  if (answer.data) return <Opened key={key} page={answer.data} />;
  return (
    <Screen title={t("programme.title")} above={above}>
      {missing ? <p className="card">{t("programme.missing")}</p> : <Answer of={answer}>{() => null}</Answer>}
    </Screen>
  );
}

function Opened({ page: given }: { page: ProgrammePage }) {
  const { t, text, textLang } = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const edits = useEdits();
  const draft = useDraft(given);
  const { page } = draft;
  const go = (change: Partial<ProgrammeSearch>) =>
    void navigate({ search: (old: ProgrammeSearch) => ({ ...old, ...change }), resetScroll: false });
  const tab = search.tab ?? "structure";
  return (
    <Screen
      title={text(page.name)}
      above={
        <Link to="/programmes">{t("nav.programmes")}</Link>
      }
      aside={
        <div className="row programme-state" lang={textLang(page.name)}>
          <StateChip state={page.state} />
          {page.version !== null && <span className="quiet small">{t("programme.version", { n: page.version })}</span>}
          {edits && <SavedState draft={draft} />}
        </div>
      }
    >
      {edits && <Actions draft={draft} open={(panel) => go({ panel })} />}
      <nav aria-label={t("programme.tabs")} className="views">
        {TABS.map((name) => (
          <Link
            key={name}
            to="/programmes/$key"
            params={{ key: page.key }}
            search={{ tab: name === "structure" ? undefined : name }}
            resetScroll={false}
            activeOptions={{ includeSearch: false }}
            data-on={tab === name}
            aria-current={tab === name ? "page" : "false"}
          >
            {t(`tab.${name}`)}
          </Link>
        ))}
      </nav>
      {tab === "structure" && <StructureTab draft={draft} search={search} go={go} edits={edits} />}
      {tab === "people" && <InsideTab page={page} search={search} go={go} />}
      {tab === "results" && <ResultsTab programme={page.key} page={page} />}
      {tab === "history" && <HistoryTab draft={draft} search={search} go={go} edits={edits} />}
      {search.panel && (
        <Suspense>
          <Panels draft={draft} search={search} go={go} edits={edits} />
        </Suspense>
      )}
    </Screen>
  );
}
