/** The keys of the structure: on a step, anywhere on the screen, and of the clipboard. */

import { useEffect, useRef, type KeyboardEvent as ReactKeyboardEvent } from "react";
import { useShortcutsOn } from "../app/preferences";
import type { ProgrammeDocument } from "./document";
import { placeAfter, spotOf } from "./places";
import type { StructureActions } from "./useSteps";

const writing = (target: EventTarget | null) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** Delete, rename, duplicate and move a step that has the focus. */
export function pressedOnStep(event: ReactKeyboardEvent, key: string, actions: StructureActions): void {
  if (!actions.edits || writing(event.target)) return;
  const ctrl = event.ctrlKey || event.metaKey;
  if (event.key === "Delete" || event.key === "Backspace") actions.remove(key);
  else if (ctrl && event.key.toLowerCase() === "d") actions.duplicate(key);
  else if (event.altKey && event.key === "ArrowUp") actions.move(key, -1);
  else if (event.altKey && event.key === "ArrowDown") actions.move(key, 1);
  else if (event.key === "F2") actions.rename(key);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** `/` asks for a new step at the focus; copy, cut and paste take the step at the focus as text. */
export function useStepKeys(document: ProgrammeDocument | null, actions: StructureActions): void {
  const letters = useShortcutsOn();
  const now = useRef(document);
  now.current = document;
  useEffect(() => {
    if (!actions.edits) return;
    const here = () => spotOf(window.document.activeElement);
    const pressed = (event: KeyboardEvent) => {
      if (event.key !== "/" || !letters || writing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (!now.current || inPanel(event.target)) return;
      event.preventDefault();
      actions.add(placeAfter(now.current, here()));
    };
    const taken = (event: ClipboardEvent) => {
      const id = here();
      // A chosen text is copied as the browser does.
      if (writing(event.target) || id === undefined || String(window.getSelection() ?? "") !== "") return;
      const text = event.type === "cut" ? actions.cut(id) : actions.copy(id);
      if (text === null) return;
      event.clipboardData?.setData("text/plain", text);
      event.preventDefault();
    };
    const pasted = (event: ClipboardEvent) => {
      if (writing(event.target) || !now.current || inPanel(event.target)) return;
      event.preventDefault();
      actions.paste(event.clipboardData?.getData("text/plain") ?? "", placeAfter(now.current, here()));
    };
    window.addEventListener("keydown", pressed);
    window.document.addEventListener("copy", taken);
    window.document.addEventListener("cut", taken);
    window.document.addEventListener("paste", pasted);
    return () => {
      window.removeEventListener("keydown", pressed);
      window.document.removeEventListener("copy", taken);
      window.document.removeEventListener("cut", taken);
      window.document.removeEventListener("paste", pasted);
    };
  }, [actions, letters]);
}

const inPanel = (target: EventTarget | null) => target instanceof Element && target.closest("[role=dialog]") !== null;
