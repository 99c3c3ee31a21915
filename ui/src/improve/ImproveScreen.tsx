import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { improvements } from "../api/improve";
import { BoardTab } from "./BoardTab";
import { TABS, type ImproveSearch } from "./search";
import "./improve.css";

// Each tab comes when it is opened.
const IdeasTab = lazy(() => import("./IdeasTab").then((m) => ({ default: m.IdeasTab })));
const DecisionsTab = lazy(() => import("./DecisionsTab").then((m) => ({ default: m.DecisionsTab })));
const ReviewTab = lazy(() => import("./ReviewTab").then((m) => ({ default: m.ReviewTab })));
const CalendarTab = lazy(() => import("./CalendarTab").then((m) => ({ default: m.CalendarTab })));
const StopTab = lazy(() => import("./StopTab").then((m) => ({ default: m.StopTab })));
const ItemPanel = lazy(() => import("./ItemPanel").then((m) => ({ default: m.ItemPanel })));

const route = getRouteApi("/improve");

export type Go = (change: Partial<ImproveSearch>) => void;

/** Kehitys: the board, the idea box, decisions, reviews, the year and the stop list. */
export function ImproveScreen() {
  const { t } = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const go: Go = (change) => void navigate({ search: (old) => ({ ...old, ...change }), resetScroll: false });
  const tab = search.tab ?? "board";
  const found = useQuery(improvements({ journey: search.journey }));
  const items = found.data?.improvements ?? [];
  const open = items.find(({ id }) => String(id) === search.open);
  return (
    <Screen title={t("nav.improve")}>
      <nav className="views" aria-label={t("improve.tabs")}>
        {TABS.map((name) => (
          <Link
            key={name}
            to="/improve"
            search={{ journey: search.journey, tab: name === "board" ? undefined : name }}
            activeOptions={{ includeSearch: false }}
            data-on={tab === name}
            aria-current={tab === name ? "page" : "false"}
          >
            {t(`improveTab.${name}`)}
          </Link>
        ))}
      </nav>
      <Suspense>
        {tab === "board" && <BoardTab found={found} search={search} go={go} />}
        {tab === "ideas" && <IdeasTab found={found} journey={search.journey} go={go} />}
        {tab === "decisions" && <DecisionsTab journey={search.journey} />}
        {tab === "review" && <ReviewTab search={search} go={go} />}
        {tab === "calendar" && <CalendarTab journey={search.journey} />}
        {tab === "stop" && <StopTab journey={search.journey} />}
        {(tab === "board" || tab === "ideas") && open && <ItemPanel key={open.id} item={open} items={items} close={() => go({ open: undefined })} go={go} />}
      </Suspense>
    </Screen>
  );
}
