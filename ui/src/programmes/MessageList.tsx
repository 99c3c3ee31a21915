import { Button } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { MESSAGE_STATES, messages, settle } from "../api/messages";
import type { MessageRow } from "../api/types";
import type { ProgrammesSearch } from "./programmesSearch";
import { useMessageName } from "./useMessageName";

/** What became of each message, the last changed first; of the uncertain ones one decides here. */
export function MessageList({ search }: { search: ProgrammesSearch }) {
  const { t, number } = useWords();
  const filter = { state: search.sent, programme: search.of };
  const pages = useInfiniteQuery({
    queryKey: ["messages", filter],
    queryFn: ({ pageParam, signal }) => messages(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
  const rows = pages.data?.pages.flatMap((page) => page.messages) ?? [];
  return (
    <section className="card people-card stack" aria-label={t("messages.title")} aria-busy={pages.isFetching}>
      <div className="people-count stack" style={{ gap: "0.6rem" }}>
        <nav className="chips" aria-label={t("messages.states")}>
          {([undefined, ...MESSAGE_STATES] as const).map((state) => (
            <Link
              key={state ?? "all"}
              to="/programmes"
              search={{ ...search, sent: state }}
              resetScroll={false}
              activeOptions={{ includeSearch: false }}
              className="chip"
              data-on={search.sent === state}
              aria-current={search.sent === state ? "true" : "false"}
            >
              {state ? t(`messagesOf.${state}`) : t("timeline.all")}
            </Link>
          ))}
        </nav>
        {search.of && (
          <p className="row small">
            <span>
              {t("programme.named")} {search.of}
            </span>
            <Link to="/programmes" search={{ ...search, of: undefined }}>
              {t("people.clear")}
            </Link>
          </p>
        )}
        {search.sent === "uncertain" && <p className="quiet small">{t("messages.uncertainWhat")}</p>}
      </div>
      {pages.error && <Failure error={pages.error} again={() => void pages.refetch()} />}
      {pages.data && rows.length === 0 && <p className="people-none">{t("messages.none")}</p>}
      {rows.length > 0 && (
        <table className="table people" role="table">
          <thead role="rowgroup">
            <tr role="row">
              <th scope="col" role="columnheader">{t("people.person")}</th>
              <th scope="col" role="columnheader">{t("messages.message")}</th>
              <th scope="col" role="columnheader">{t("messages.outcome")}</th>
              <th scope="col" role="columnheader">{t("consents.at")}</th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {rows.map((row) => (
              <Row key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      )}
      {pages.hasNextPage && (
        <div className="row people-more">
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("people.more", { n: number(50) })}
          </Button>
        </div>
      )}
    </section>
  );
}

function Row({ row }: { row: MessageRow }) {
  const { t, dateTime } = useWords();
  const edits = useEdits();
  const named = useMessageName(row.programme, row.node, row.intent);
  return (
    <tr role="row">
      <th scope="row" role="rowheader">
        <Link to="/people/$person" params={{ person: row.person }} search={{ show: "message" }}>
          {row.person_id}
        </Link>
      </th>
      <td role="cell" data-label={t("messages.message")}>
        {row.channel ? t(`channel.${row.channel}`) : t(`kind.${row.kind}`)} · {named.message}
        {row.programme && (
          <Link className="under small" to="/programmes/$key" params={{ key: row.programme }} search={{ step: row.node }}>
            {named.programme}
          </Link>
        )}
      </td>
      <td role="cell" data-label={t("messages.outcome")}>
        {row.reason ? row.reason.what : t(`messageState.${row.state}`, { until: dateTime(row.not_before) })}
        {row.reason && <span className="under quiet small">{row.reason.fix}</span>}
        {row.state === "uncertain" && edits && <Settle id={row.id} />}
      </td>
      <td role="cell" className="number" data-label={t("consents.at")}>
        {dateTime(row.updated)}
      </td>
    </tr>
  );
}

function Settle({ id }: { id: string }) {
  const { t } = useWords();
  const client = useQueryClient();
  const settling = useMutation({
    mutationFn: (what: "send" | "drop") => settle(id, what),
    onSuccess: async () => {
      announce(t("messages.settled"));
      await client.invalidateQueries({ queryKey: ["messages"] });
    },
  });
  return (
    <span className="row" style={{ marginTop: "0.3rem" }}>
      <Button size="compact-sm" variant="default" loading={settling.isPending} onClick={() => settling.mutate("send")}>
        {t("messages.sendAgain")}
      </Button>
      <Button size="compact-sm" variant="default" disabled={settling.isPending} onClick={() => settling.mutate("drop")}>
        {t("messages.leave")}
      </Button>
      {settling.error && <Failure error={settling.error} />}
    </span>
  );
}
