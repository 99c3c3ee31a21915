import { Button, NativeSelect } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { Failure } from "../app/Answer";
import { announce } from "../app/announce";
import { useWords } from "../app/words";
import { VOICE_SCORES, VOICE_STATES, voices, type VoicePage, type VoiceScore } from "../api/voices";
import { usePlan } from "./usePlan";
import { VoiceRow } from "./VoiceRow";
import "../people/people.css";
import "./voices.css";

/** Arvostelut ja kuvat: what customers say and show of us, the newest first, and whether it may be shown on. */
export function VoicesTab() {
  const { t, counted, number } = useWords();
  const { draft, search } = usePlan();
  const pages = useInfiniteQuery(voices({ state: search.state, score: search.score }, draft.page.edition));
  const first = pages.data?.pages[0];
  const rows = pages.data?.pages.flatMap((page) => page.voices) ?? [];
  const found = first && first.counts[search.state ?? "all"];
  const settled = !pages.isPlaceholderData && !pages.isFetching;
  useEffect(() => {
    if (settled && found !== undefined) announce(counted("voices.found", found));
  }, [settled, found, counted]);
  return (
    <section className="stack" aria-labelledby="voices-heading">
      <div>
        <h2 id="voices-heading">{t("voices.heading")}</h2>
        <p className="quiet">{t("voices.what")}</p>
      </div>
      {first && <Filters counts={first.counts} />}
      {pages.error ? (
        <Failure error={pages.error} again={() => void pages.refetch()} />
      ) : !first ? (
        <div className="waiting" />
      ) : found === 0 ? (
        <Nothing filtered={search.state !== undefined || search.score !== undefined} />
      ) : (
        <ul className="plain voices" aria-busy={pages.isFetching}>
          {rows.map((voice) => (
            <VoiceRow key={voice.id} voice={voice} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <div className="row">
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {t("voices.more")}
          </Button>
          <span className="quiet small">{t("voices.shown", { shown: number(rows.length), total: number(found) })}</span>
        </div>
      )}
    </section>
  );
}

function Filters({ counts }: { counts: VoicePage["counts"] }) {
  const { t, number } = useWords();
  const { search, go } = usePlan();
  return (
    <div className="row voices-filters">
      <nav className="chips" aria-label={t("voices.byState")}>
        {([undefined, ...VOICE_STATES] as const).map((state) => (
          <Link
            key={state ?? "all"}
            to="/content"
            search={(old) => ({ ...old, state })}
            resetScroll={false}
            activeOptions={{ includeSearch: false }}
            className="chip"
            data-on={search.state === state}
            aria-current={search.state === state ? "true" : "false"}
          >
            {t(`voicesIn.${state ?? "all"}`)} <span className="number">{number(counts[state ?? "all"])}</span>
          </Link>
        ))}
      </nav>
      <NativeSelect
        label={t("voices.score")}
        value={search.score ?? ""}
        onChange={(event) => go({ score: (event.currentTarget.value || undefined) as VoiceScore | undefined })}
        data={[{ value: "", label: t("voicesScore.any") }, ...VOICE_SCORES.map((each) => ({ value: each, label: t(`voicesScore.${each}`) }))]}
      />
    </div>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  const { t } = useWords();
  return (
    <div className="card message">
      <p>{t(filtered ? "voices.none" : "voices.noneYet")}</p>
      {filtered ? (
        <Link to="/content" search={(old) => ({ ...old, state: undefined, score: undefined })}>
          {t("voices.clear")}
        </Link>
      ) : (
        <>
          <p className="quiet">{t("voices.noneYetHow")}</p>
          <Link to="/sources">{t("empty.import")}</Link>
        </>
      )}
    </div>
  );
}
