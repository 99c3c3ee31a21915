/** Ctrl Z and Ctrl S work outside text fields; inside one, Ctrl Z is the field's own. Shift Ctrl S names a version. */

import { useEffect } from "react";
import type { TextDraft } from "./useDraft";

export function useUndoKeys(draft: TextDraft, name?: () => void): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey)) return;
      const key = event.key.toLowerCase();
      const field = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (key === "s" && event.shiftKey && name) name();
      else if (key === "s") void draft.flush();
      else if (field) return;
      else if (key === "y" || (key === "z" && event.shiftKey)) draft.redo?.();
      else if (key === "z") draft.undo?.();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [draft, name]);
}
