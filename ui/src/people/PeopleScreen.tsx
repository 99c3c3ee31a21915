import { Button } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import type { Search } from "../app/address";
import { call, query } from "../api/client";
import { home } from "../api/queries";
import type { People } from "../api/types";
import { SavedViews, SaveView } from "../views/SavedViews";
import { LostOnes } from "./LostOnes";
import { Origin } from "./Origin";
import { PeopleFilters } from "./PeopleFilters";
import { asked } from "./peopleSearch";
import { PeopleTable } from "./PeopleTable";
import { PeopleViews } from "./PeopleViews";
import "./people.css";

const route = getRouteApi("/people");
const PAGE = 100;

/** Ihmiset: search, stage, and the saved view of those who have lost their way. The address holds the view. */
export function PeopleScreen() {
  const { t, counted, number } = useWords();
  const filter = route.useSearch();
  const figures = useQuery(home).data;
  const stages = figures?.stages ?? [];
  const pages = useInfiniteQuery({
    queryKey: ["people", "pages", filter],
    queryFn: ({ pageParam, signal }) =>
      call<People>("GET", `/api/people${query({ ...asked(filter), cursor: pageParam, limit: PAGE })}`, undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const total = pages.data?.pages[0]?.total;
  const lost = pages.data?.pages[0]?.lost;
  const rows = pages.data?.pages.flatMap(({ people }) => people) ?? [];
  const { hasNextPage, isFetching, fetchNextPage } = pages;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const settled = !pages.isPlaceholderData && !pages.isFetching;

  useEffect(() => {
    if (settled && total !== undefined) announce(counted("people.found", total));
  }, [settled, total, counted]);

  return (
    <Screen title={t(filter.list === "lost" ? "people.lostTitle" : "nav.people")} aside={<SaveView path="/people" search={filter as Search} title={t(filter.list === "lost" ? "people.lostTitle" : "nav.people")} />}>
      <PeopleViews />
      <SavedViews of="/people" />
      {filter.list === "lost" && <p className="quiet">{t("people.lostWhat")}</p>}
      {filter.list === "lost" && lost && lost.length > 0 && <LostOnes search={filter} lost={lost} stages={stages} />}
      <Origin search={filter} stages={stages} arrows={figures?.arrows ?? []} />
      <PeopleFilters filter={filter} stages={stages} />
      {pages.error ? (
        <Failure error={pages.error} again={() => void pages.refetch()} />
      ) : (
        <section className="card people-card" aria-label={t("people.list")} aria-busy={pages.isFetching}>
          <p className="people-count quiet small">{total === undefined ? t("app.loading") : counted("people.found", total)}</p>
          {total === 0 ? <NoPeople filtered={Object.values(filter).some(Boolean)} /> : <PeopleTable rows={rows} stages={stages} total={total ?? rows.length} more={hasNextPage && !isFetching ? more : undefined} />}
          {pages.hasNextPage && (
            <div className="row people-more">
              <Button variant="default" loading={pages.isFetchingNextPage} onClick={more}>
                {t("people.more", { n: number(PAGE) })}
              </Button>
              <span className="quiet small">{t("people.shown", { shown: number(rows.length), total: number(total) })}</span>
            </div>
          )}
        </section>
      )}
    </Screen>
  );
}

function NoPeople({ filtered }: { filtered: boolean }) {
  const { t } = useWords();
  return (
    <div className="message people-none">
      <p>{t(filtered ? "people.none" : "people.noneYet")}</p>
      {filtered ? (
        <Link to="/people" search={{}}>
          {t("people.clear")}
        </Link>
      ) : (
        <Link to="/sources">{t("empty.import")}</Link>
      )}
    </div>
  );
}
