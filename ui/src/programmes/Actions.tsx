import { Button } from "@mantine/core";
import { useEffect } from "react";
import { useWords } from "../app/words";
import type { PanelName } from "./programmesSearch";
import type { Draft } from "./useDraft";

/** What can be done to the whole programme now, in the order one does it. */
export function Actions({ draft, open }: { draft: Draft; open: (panel: PanelName) => void }) {
  const { t } = useWords();
  const { state } = draft.page;
  const runs = state === "live" || state === "shadow";
  useUndoKeys(draft);
  return (
    <div className="row programme-actions" role="group" aria-label={t("programme.actions")}>
      <Button onClick={() => open("publish")}>{t("action.publish")}</Button>
      <Button variant="default" onClick={() => open("preview")}>
        {t("action.preview")}
      </Button>
      <Button variant="default" onClick={() => open("dry-run")}>
        {t("action.dryRun")}
      </Button>
      {runs && (
        <Button variant="default" onClick={() => open("pause")}>
          {t("action.pause")}
        </Button>
      )}
      {state === "paused" && (
        <Button variant="default" onClick={() => open("resume")}>
          {t("action.resume")}
        </Button>
      )}
      {(runs || state === "paused") && (
        <Button variant="default" onClick={() => open("stop")}>
          {t("action.stop")}
        </Button>
      )}
      <span className="row undo-pair">
        <Button variant="subtle" disabled={!draft.undo} onClick={() => draft.undo?.()}>
          {t("app.undo")}
        </Button>
        <Button variant="subtle" disabled={!draft.redo} onClick={() => draft.redo?.()}>
          {t("app.redo")}
        </Button>
        <Button variant="subtle" onClick={() => open("source")}>
          {t("action.source")}
        </Button>
      </span>
    </div>
  );
}

/** Ctrl Z and Ctrl S work outside text fields; inside one, Ctrl Z is the field's own. */
function useUndoKeys(draft: Draft): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      const field = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (key === "s") void draft.flush();
      else if (field) return;
      else if (key === "y" || (key === "z" && event.shiftKey)) draft.redo?.();
      else if (key === "z") draft.undo?.();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [draft]);
}
