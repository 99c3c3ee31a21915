import { Button } from "@mantine/core";
import { useCallback } from "react";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { SavedState } from "../draft/SavedState";
import { useUndoKeys } from "../draft/useUndoKeys";
import { ShareButton } from "../team/ShareButton";
import type { JourneySearch } from "./search";
import type { JourneyDraft } from "./useJourneyDraft";
import "./header.css";

interface Props {
  draft: JourneyDraft;
  /** Changes what is open beside the map. */
  go: (change: Partial<JourneySearch>) => void;
}

/** What is known of the journey as a document, and what can be done to the whole of it. */
export function JourneyHeader({ draft, go }: Props) {
  const { t, text, counted, calendarDay } = useWords();
  const edits = useEdits();
  const { page } = draft;
  const waiting = page.changes.length;
  const naming = useCallback(() => go({ panel: "history", open: "name" }), [go]);
  useUndoKeys(draft, edits ? naming : undefined);
  return (
    <div className="journey-head stack">
      <div className="row spread">
        <div className="row small">
          <span className="pill" data-state={page.running ? "live" : "draft"}>
            {t(page.running ? "journeyHead.running" : "journeyHead.drawn")}
          </span>
          {page.version !== null && <span className="quiet">{t("journeyHead.version", { n: page.version })}</span>}
          {page.owner && (
            <span className="quiet" dir="auto">
              {t("journeyHead.owner", { name: text(page.owner) })}
            </span>
          )}
          <span className={page.stale.stale ? "stale" : "quiet"}>
            {page.stale.stale ? t("journeyHead.stale", { date: calendarDay(page.stale.due) }) : t("journeyHead.review", { date: calendarDay(page.stale.due) })}
          </span>
          {page.draft_differs && (
            <span className="unpublished">{waiting > 0 ? counted("journeyHead.unpublished", waiting) : t("journeyHead.differs")}</span>
          )}
        </div>
        {edits && <SavedState draft={draft} />}
      </div>
      {edits && page.behind && (
        <p className="behind small">
          {t(page.behind.by_file ? "journeyHead.behindFile" : "journeyHead.behind", { n: page.behind.version })}{" "}
          {page.behind.changes.slice(0, 5).map((each) => text(each.words)).join(" · ")}
        </p>
      )}
      <div className="row" role="group" aria-label={t("journeyHead.actions")}>
        {edits && (
          <Button size="sm" onClick={() => go({ panel: "publish" })} disabled={page.running && !page.draft_differs && !draft.undo}>
            {t(page.running ? "journeyHead.publish" : "journeyHead.run")}
          </Button>
        )}
        <Button size="sm" variant="default" onClick={() => go({ panel: "goal" })}>
          {t(page.goal ? "journeyHead.goal" : "journeyHead.setGoal")}
        </Button>
        <Button size="sm" variant="default" onClick={() => go({ panel: "history", open: undefined })}>
          {t("journeyHead.history")}
        </Button>
        {edits && <ShareButton journey={page.key} />}
        {edits && (
          <span className="row undo-pair">
            <Button size="sm" variant="subtle" disabled={!draft.undo} onClick={() => draft.undo?.()}>
              {t("app.undo")}
            </Button>
            <Button size="sm" variant="subtle" disabled={!draft.redo} onClick={() => draft.redo?.()}>
              {t("app.redo")}
            </Button>
            <Button size="sm" variant="subtle" onClick={() => go({ panel: "source" })}>
              {t("journeyHead.source")}
            </Button>
          </span>
        )}
      </div>
    </div>
  );
}
