import { Button, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { endReview, review, writeMinutes, type Minutes, type Review } from "../api/improve";
import { MoneyStrip } from "../home/MoneyStrip";
import "../home/home.css";
import { AgendaChanges } from "./AgendaChanges";
import { AgendaGoal } from "./AgendaGoal";
import { DecisionsPart } from "./DecisionsPart";
import { NotePart } from "./NotePart";
import { ReviewShare } from "./ReviewShare";
import { TimelineCard } from "./TimelineCard";

const SOON = 800;

/** One review: the agenda as it stood, what was said of each part, and what was decided. */
export function ReviewPage({ page }: { page: Review }) {
  const { t, dateTime, calendarDay } = useWords();
  const client = useQueryClient();
  const edits = useEdits() && page.ended === null;
  const [minutes, setMinutes] = useState<Minutes>(page.minutes);
  const saved = useRef(page.minutes);
  const kept = (answer: Review) => client.setQueryData(review(page.id).queryKey, answer);
  const writing = useMutation({
    mutationFn: (next: Minutes) => writeMinutes(page.id, next),
    onSuccess: (answer, next) => {
      saved.current = next;
      kept(answer);
    },
  });
  const ending = useMutation({
    mutationFn: () => endReview(page.id, minutes),
    onSuccess: async (answer) => {
      kept(answer);
      announce(t("review.endedNow"));
      await Promise.all(["reviews", "decisions", "journeys", "improvements"].map((name) => client.invalidateQueries({ queryKey: [name] })));
    },
  });
  const { mutate } = writing;
  useEffect(() => {
    if (!edits || minutes === saved.current) return;
    const timer = setTimeout(() => mutate(minutes), SOON);
    return () => clearTimeout(timer);
  }, [edits, minutes, mutate]);
  const note = (part: "goal" | "changes" | "money" | "timelines") => (
    <NotePart
      label={t("review.note")}
      value={minutes.notes[part] ?? ""}
      edits={edits}
      change={(text) => setMinutes((old) => ({ ...old, notes: { ...old.notes, [part]: text } }))}
    />
  );
  const { agenda } = page;
  const state = writing.isPending || (edits && minutes !== saved.current) ? "saving" : writing.error ? "failed" : "saved";
  return (
    <article className="stack review">
      <header className="row spread">
        <div>
          <h2>{t("review.of", { at: dateTime(page.started) })}</h2>
          <p className="small quiet">
            {page.who}
            {page.ended && ` · ${t("review.endedAt", { at: dateTime(page.ended) })}`}
          </p>
        </div>
        <div className="row no-print">
          {edits && (
            <span className="small quiet" role="status">
              {t(`reviewSaved.${state}`)}
            </span>
          )}
          <Button variant="default" size="sm" onClick={() => window.print()}>
            {t("review.print")}
          </Button>
        </div>
      </header>
      <section className="card stack">
        <AgendaGoal agenda={agenda} />
        {note("goal")}
      </section>
      <section className="card stack">
        <AgendaChanges agenda={agenda} />
        {note("changes")}
      </section>
      <section className="stack">
        <MoneyStrip money={agenda.money} />
        {note("money")}
      </section>
      <section className="card stack" aria-labelledby="timelines-heading">
        <h3 id="timelines-heading">{t("review.timelines")}</h3>
        <p className="small quiet">{t("review.timelinesWhat")}</p>
        {agenda.timelines.length === 0 && <p className="quiet">{t("review.noTimelines")}</p>}
        <ul className="plain timelines">
          {agenda.timelines.map((each) => (
            <TimelineCard key={each.person} timeline={each} stages={agenda.stages} />
          ))}
        </ul>
        {note("timelines")}
      </section>
      <DecisionsPart page={page} minutes={minutes} edits={edits} change={(decisions) => setMinutes((old) => ({ ...old, decisions }))} />
      <section className="card stack">
        {edits ? (
          <div className="next-review">
            <TextInput
              type="date"
              label={t("review.next")}
              value={minutes.next}
              onChange={(event) => event.currentTarget.value && setMinutes((old) => ({ ...old, next: event.currentTarget.value }))}
            />
          </div>
        ) : (
          <p>{t("review.nextOn", { day: calendarDay(page.minutes.next) })}</p>
        )}
        {writing.error && <Failure error={writing.error} />}
        {ending.error && <Failure error={ending.error} />}
        {edits && (
          <div className="no-print">
            <p className="small quiet">{t("review.endWhat")}</p>
            <Button loading={ending.isPending} onClick={() => ending.mutate()}>
              {t("review.end")}
            </Button>
          </div>
        )}
      </section>
      <ReviewShare page={page} kept={kept} />
    </article>
  );
}
