import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Answer } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { year as yearOf, type Year } from "../api/improve";
import { journeyPage, RUNNING } from "../api/journeys";
import type { JourneyPage } from "../api/types";
import { SavedState } from "../draft/SavedState";
import { freshKey, type Json, type Mapping } from "../draft/json";
import type { LocalText } from "../format/text";
import { useJourneyDraft, type JourneyDraft } from "../journey/useJourneyDraft";
import { CalendarItemPanel } from "./CalendarItemPanel";
import { goesOn, inMonth, monthsOf, within } from "./months";

/** Vuosikello: the year by month, with what hangs on no place of the journey flagged. */
export function CalendarTab({ journey }: { journey?: string }) {
  const page = useQuery(journeyPage(journey ?? RUNNING));
  return <Answer of={page}>{(found) => <Opened key={found.key} page={found} />}</Answer>;
}

export const bound = (item: Mapping): boolean => ["stages", "programmes", "topics"].some((name) => Array.isArray(item[name]) && (item[name] as Json[]).length > 0);

interface Shown {
  place: number;
  item: Mapping;
  from: string;
  to: string;
}

function Opened({ page }: { page: JourneyPage }) {
  const { t, number } = useWords();
  const draft = useJourneyDraft(page);
  const edits = useEdits();
  const [which, setWhich] = useState(() => new Date().getFullYear());
  const [open, setOpen] = useState<number | null>(null);
  const campaigns = useQuery(yearOf(page.key, which)).data?.campaigns ?? [];
  const items = (draft.document?.calendar as Mapping[] | undefined) ?? [];
  const shown: Shown[] = items.flatMap((item, place) => within(item as unknown as { from: string }, which).map((days) => ({ place, item, ...days })));
  const loose = items.filter((item) => !bound(item)).length;
  const add = (month: string) => {
    const key = freshKey(items.map((item) => String(item.key)), "item");
    draft.set(["calendar"], [...items, { key, name: t("calendar.newName"), from: `${month}-01` }]);
    setOpen(items.length);
  };
  return (
    <div className="stack">
      <div className="row spread board-tools">
        <div className="row">
          <Button variant="default" size="sm" onClick={() => setWhich(which - 1)} aria-label={t("calendar.earlier")}>
            ←
          </Button>
          <h2 aria-live="polite">{which}</h2>
          <Button variant="default" size="sm" onClick={() => setWhich(which + 1)} aria-label={t("calendar.later")}>
            →
          </Button>
        </div>
        {edits && <SavedState draft={draft} />}
      </div>
      <p className="small quiet">{t("calendar.what")}</p>
      {loose > 0 && <p className="problem hint-level warning-level">{t("calendar.loose", { n: number(loose) })}</p>}
      {draft.document === null && <p className="problem">{t("calendar.unreadable")}</p>}
      {items.length === 0 && draft.document !== null && <p className="card">{t("calendar.empty")}</p>}
      <ol className="plain months">
        {monthsOf(which).map((month) => (
          <Month
            key={month}
            month={month}
            items={inMonth(shown, month)}
            campaigns={campaigns.filter(({ at }) => at.slice(0, 7) === month)}
            draft={draft}
            edits={edits && draft.document !== null}
            open={setOpen}
            add={() => add(month)}
          />
        ))}
      </ol>
      {open !== null && items[open] && <CalendarItemPanel draft={draft} place={open} edits={edits} close={() => setOpen(null)} />}
    </div>
  );
}

interface MonthProps {
  month: string;
  items: Shown[];
  campaigns: Year["campaigns"];
  draft: JourneyDraft;
  edits: boolean;
  open: (place: number) => void;
  add: () => void;
}

function Month({ month, items, campaigns, draft, edits, open, add }: MonthProps) {
  const { t, text, language, calendarDay, date } = useWords();
  const name = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" }).format(new Date(`${month}-01T00:00:00Z`));
  const stages = (draft.document?.stages as { key: string; name?: LocalText }[] | undefined) ?? [];
  const names = (item: Mapping) =>
    ((item.stages as string[] | undefined) ?? []).map((key) => text(stages.find((stage) => stage.key === key)?.name ?? key)).join(", ");
  return (
    <li className="card month">
      <h3>{name}</h3>
      <ul className="plain stack" style={{ gap: "0.5rem" }}>
        {items.map(({ place, item, from, to }) => (
          <li key={`${place}-${from}`} className="year-item" data-bound={bound(item)}>
            <button type="button" className="link" onClick={() => open(place)} dir="auto">
              {text(item.name as LocalText)}
            </button>
            <span className="under small quiet">
              {goesOn({ from, to }, month) ? t("calendar.until", { day: calendarDay(to) }) : from === to ? calendarDay(from) : `${calendarDay(from)} – ${calendarDay(to)}`}
              {item.every === "year" && ` · ${t("calendar.yearly")}`}
            </span>
            {bound(item) ? (
              <span className="under small" dir="auto">
                {names(item)}
              </span>
            ) : (
              <span className="under small bad">▲ {t("calendar.unbound")}</span>
            )}
          </li>
        ))}
        {campaigns.map((each) => (
          <li key={each.key} className="year-item">
            <Link to="/programmes/$key" params={{ key: each.key }} search={{}}>
              {text(each.name)}
            </Link>
            <span className="under small quiet">
              {t("calendar.campaign")} · {date(each.at)}
            </span>
          </li>
        ))}
      </ul>
      {edits && (
        <button type="button" className="link small" onClick={add} aria-label={`${t("calendar.add")}: ${name}`}>
          + {t("calendar.add")}
        </button>
      )}
    </li>
  );
}
