import { Button } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { announce } from "../app/announce";
import { useWords } from "../app/words";
import { earlier } from "../api/queries";
import type { Person, TimelineEntry } from "../api/types";
import type { LocalText } from "../format/text";
import { SHOWN } from "./peopleSearch";
import { TimelineItem } from "./TimelineItem";
import { byDay, joined } from "./timelineDays";

const route = getRouteApi("/people/$person");

/** Events and changes of stage, newest first, with the reason of each change. */
export function Timeline({ person, names }: { person: Person; names: Map<string, LocalText> }) {
  const { t, counted, date, number } = useWords();
  const { show } = route.useSearch();
  const [older, setOlder] = useState<TimelineEntry[]>([]);
  const [end, setEnd] = useState(false);
  const [busy, setBusy] = useState(false);
  const all = joined(person.timeline, older);
  const shown = all.filter(({ kind }) => !show || kind === show);
  const last = all[all.length - 1];

  const more = async () => {
    if (!last) return;
    setBusy(true);
    try {
      const page = await earlier(person.person, last.at);
      const next = joined(all, page.timeline);
      setEnd(next.length === all.length);
      setOlder(next);
      announce(counted("timeline.loaded", next.length - all.length));
    } finally {
      setBusy(false);
    }
  };

  return (
    <section className="card stack" aria-labelledby="timeline-heading">
      <div className="row spread">
        <h2 id="timeline-heading">{t("timeline.heading")}</h2>
        <nav className="chips" aria-label={t("timeline.filter")}>
          {([undefined, ...SHOWN] as const).map((each) => (
            <Link
              key={each ?? "all"}
              to="/people/$person"
              params={{ person: person.person }}
              search={(old) => ({ ...old, show: each })}
              replace
              resetScroll={false}
              activeOptions={{ includeSearch: false }}
              className="chip"
              data-on={show === each}
              aria-current={show === each ? "true" : "false"}
            >
              {each ? t(`timelineOf.${each}`) : t("timeline.all")}
            </Link>
          ))}
        </nav>
      </div>
      {shown.length === 0 && <p className="quiet">{t("timeline.none")}</p>}
      {byDay(shown, (at) => date(at)).map(({ day, entries }) => (
        <section key={day} aria-label={day}>
          <h3 className="timeline-day">{day}</h3>
          <ol className="plain timeline">
            {entries.map((entry, index) => (
              <TimelineItem key={entry.at + entry.kind + index} entry={entry} names={names} />
            ))}
          </ol>
        </section>
      ))}
      {!end && all.length < person.timeline_total && (
        <div className="row">
          <Button variant="default" loading={busy} onClick={() => void more()}>
            {t("timeline.more")}
          </Button>
          <span className="quiet small">
            {t("people.shown", { shown: number(all.length), total: number(person.timeline_total) })}
          </span>
        </div>
      )}
    </section>
  );
}
