import { Button, NativeSelect } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { insidePeople } from "../api/programmes";
import type { ProgrammePage } from "../api/types";
import type { ProgrammeSearch } from "./programmesSearch";

interface Props {
  page: ProgrammePage;
  search: ProgrammeSearch;
  go: (change: Partial<ProgrammeSearch>) => void;
}

/** Ihmiset: who is inside, at which step, since when and until when. */
export function InsideTab({ page, search, go }: Props) {
  const { t, text, counted, dateTime, date, number } = useWords();
  const steps = page.nodes.filter(({ kind }) => kind !== "arm");
  const words = new Map(steps.map((node) => [node.key, node.name ? text(node.name) : text(node.words)]));
  const pages = useInfiniteQuery({
    queryKey: ["programme", page.key, "people", search.node ?? ""],
    queryFn: ({ pageParam, signal }) => insidePeople(page.key, search.node, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const total = pages.data?.pages[0]?.total;
  const rows = pages.data?.pages.flatMap(({ people }) => people) ?? [];
  return (
    <section className="card people-card stack" aria-label={t("inside.list")} aria-busy={pages.isFetching}>
      <div className="people-count row spread">
        <p className="quiet small" role="status">
          {total === undefined ? t("app.loading") : counted("inside.count", total)}
        </p>
        <NativeSelect
          aria-label={t("inside.step")}
          value={search.node ?? ""}
          onChange={(event) => go({ node: event.currentTarget.value || undefined })}
          data={[
            { value: "", label: t("inside.anyStep") },
            ...steps.filter(({ inside, key }) => inside > 0 || key === search.node).map(({ key }) => ({ value: key, label: words.get(key) ?? key })),
          ]}
        />
      </div>
      {pages.error && <Failure error={pages.error} again={() => void pages.refetch()} />}
      {total === 0 && <p className="people-none">{t("inside.none")}</p>}
      {rows.length > 0 && (
        <table className="table people" role="table">
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">{t("people.person")}</th>
              <th scope="col" role="columnheader">{t("inside.step")}</th>
              <th scope="col" role="columnheader">{t("inside.since")}</th>
              <th scope="col" role="columnheader">{t("inside.until")}</th>
              <th scope="col" role="columnheader">{t("inside.entered")}</th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.map((row) => (
              <tr key={`${row.person} ${row.entered}`} role="row">
                <th scope="row" role="rowheader">
                  <Link to="/people/$person" params={{ person: row.person }} search={{ programme: page.key }}>
                    {row.name ?? row.id}
                  </Link>
                  {row.name && <span className="under quiet small">{row.id}</span>}
                </th>
                <td role="cell" data-label={t("inside.step")}>{words.get(row.node) ?? row.node}</td>
                <td role="cell" data-label={t("inside.since")} className="number">{dateTime(row.since)}</td>
                <td role="cell" data-label={t("inside.until")} className="number">{row.due ? dateTime(row.due) : t("inside.noDue")}</td>
                <td role="cell" data-label={t("inside.entered")} className="number">{date(row.entered)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {pages.hasNextPage && (
        <div className="row people-more">
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("people.more", { n: number(50) })}
          </Button>
          <span className="quiet small">{t("people.shown", { shown: number(rows.length), total: number(total) })}</span>
        </div>
      )}
    </section>
  );
}
