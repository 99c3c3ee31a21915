import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import { shownCsv, shownTo } from "../api/outreach";

/** The people who were shown a version: when, until when it holds, and what each party has said. */
export function WhoSaw({ of, version, close }: { of: string; version: number; close: () => void }) {
  const { t, text, dateTime, date, language } = useWords();
  const answer = useInfiniteQuery({
    queryKey: ["outreach", "offer", of, "shown", version],
    queryFn: ({ pageParam, signal }) => shownTo(of, version, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });
  const rows = answer.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <SidePanel title={t("offers.whoSawVersion", { n: version })} close={close}>
      <div className="stack">
        <p>
          <a href={shownCsv(of, language, version)} download>
            {t("offers.csv")}
          </a>
        </p>
        {answer.error && <Failure error={answer.error} again={() => void answer.refetch()} />}
        <ul className="plain who-saw">
          {rows.map((row) => (
            <li key={`${row.person}${row.shown}`}>
              <Link to="/people/$person" params={{ person: row.person }} dir="auto">
                {row.name ?? row.id}
              </Link>
              <span className="small">
                {t("offers.shownAt", { at: dateTime(row.shown) })}{" "}
                {row.until && (row.valid ? t("offers.holdsUntil", { date: date(row.until) }) : t("offers.ranOut", { date: date(row.until) }))}
              </span>
              {row.answers.map((each) => (
                <span key={each.party} className="small" dir="auto">
                  {t(each.accepted ? "offers.saidYes" : "offers.saidNo", { party: [each.name, text(each.acceptor)].filter(Boolean).join(", "), at: dateTime(each.at) })}
                </span>
              ))}
            </li>
          ))}
        </ul>
        {answer.hasNextPage && (
          <Button variant="default" loading={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t("offers.more")}
          </Button>
        )}
      </div>
    </SidePanel>
  );
}
