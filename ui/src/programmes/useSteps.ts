/** What can be done to the steps; the canvas and the list do it by these same actions. */

import { useMemo, useRef, useState } from "react";
import { announce } from "../app/announce";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { at, put } from "../draft/json";
import { spoken, type Tongue } from "../draft/localText";
import type { LocalText } from "../format/text";
import { asText, fromText } from "./clipboard";
import { blank, carry, duplicate, find, insert, move, outline, paste, remove, type Kind, type Line, type Place, type ProgrammeDocument, type Step } from "./document";
import type { ProgrammeSearch } from "./programmesSearch";
import type { Draft } from "./useDraft";

export interface StructureActions {
  edits: boolean;
  open: (key: string) => void;
  frame: () => void;
  /** Ask what to add at a place; null puts the question away. */
  add: (place: Place | null) => void;
  added: (place: Place, kind: Kind) => void;
  move: (key: string, by: -1 | 1) => void;
  carry: (key: string, to: Place) => void;
  duplicate: (key: string) => void;
  remove: (key: string) => void;
  /** The step as text; null when there is none of that key. */
  copy: (key: string) => string | null;
  cut: (key: string) => string | null;
  paste: (text: string, place: Place) => void;
  /** The step whose name is being written; null when it is not any more. */
  rename: (key: string | null) => void;
  renamed: (key: string, name: string) => void;
  focus: (id: string) => void;
}

/** The box that is to have the focus; the turn tells one asking from the next. */
export interface Here {
  id: string;
  turn: number;
}

export interface Steps {
  actions: StructureActions;
  adding: Place | null;
  renaming: string | null;
  here: Here | null;
}

interface Given {
  draft: Draft;
  go: (change: Partial<ProgrammeSearch>) => void;
  edits: boolean;
  home: Tongue;
}

export function useSteps(given: Given): Steps {
  const { t, text, language } = useWords();
  const [adding, setAdding] = useState<Place | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [here, setHere] = useState<Here | null>(null);
  // The actions stay the same objects for as long as the screen: what they need of the moment they find here.
  const latest = useRef({ ...given, t, text, language });
  latest.current = { ...given, t, text, language };

  const actions = useMemo<StructureActions>(() => {
    const now = () => latest.current;
    const focus = (id: string) => setHere((old) => ({ id, turn: (old?.turn ?? 0) + 1 }));
    const withStep = (key: string, use: (document: ProgrammeDocument, line: Line) => void) => {
      const { document } = now().draft;
      const line = document && find(document, key);
      if (document && line && now().edits) use(document, line);
    };
    const nameOf = ({ step, kind }: Line) => (step.name ? now().text(step.name as LocalText) : now().t(`kind.${kind}`));
    const taken = (document: ProgrammeDocument, line: Line) => {
      const before = document;
      // The focus goes to what stood before it, or to what comes in its place.
      const lines = outline(document).filter(({ line: sort, key }) => sort === "step" && key !== line.key);
      const index = outline(document).filter(({ line: sort }) => sort === "step").findIndex(({ key }) => key === line.key);
      const left = remove(document, line.place);
      now().draft.change(left);
      now().go({ step: undefined });
      offerUndo(now().t("step.removed", { name: nameOf(line) }), () => {
        now().draft.change(before);
        focus(line.key);
      });
      const next = lines.slice(0, index).reverse().find(({ key }) => find(left, key));
      focus(next?.key ?? "^");
    };
    const source = (key: string) => {
      const { document } = now().draft;
      const line = document && find(document, key);
      return document && line ? asText(at(document, [...line.place.list, line.place.index]) as Step) : null;
    };
    return {
      edits: given.edits,
      focus,
      open: (key) => now().go({ step: key, panel: undefined }),
      frame: () => now().go({ step: undefined, panel: "frame" }),
      add: setAdding,
      added: (place, kind) => {
        const { document } = now().draft;
        if (!document) return;
        const made = insert(document, place, blank(kind));
        now().draft.change(made.document);
        setAdding(null);
        focus(made.key);
        now().go({ step: made.key, panel: undefined });
      },
      move: (key, by) =>
        withStep(key, (document, line) => {
          now().draft.change(move(document, line.place, by));
          focus(key);
        }),
      carry: (key, to) =>
        withStep(key, (document, line) => {
          now().draft.change(carry(document, line.place, to));
          focus(key);
        }),
      duplicate: (key) =>
        withStep(key, (document, line) => {
          const made = duplicate(document, line.place);
          now().draft.change(made.document);
          focus(made.key);
        }),
      remove: (key) => withStep(key, taken),
      copy: (key) => {
        const found = source(key);
        if (found) announce(now().t("structure.copied"));
        return found;
      },
      cut: (key) => {
        const found = source(key);
        if (found) withStep(key, taken);
        return found;
      },
      paste: (pasted, place) => {
        const { document } = now().draft;
        const steps = fromText(pasted);
        if (!document || !now().edits) return;
        if (!steps) return announce(now().t("structure.notSteps"));
        const made = paste(document, place, steps);
        now().draft.change(made.document);
        announce(now().t("structure.pasted"));
        focus(made.key);
      },
      rename: (key) => (key === null || now().edits) && setRenaming(key),
      renamed: (key, name) => {
        setRenaming(null);
        withStep(key, (document, line) => {
          const next = spoken(line.step.name, now().language, now().home, name.trim());
          const path = [...line.place.list, line.place.index, "name"];
          now().draft.change(put(document, path, next === "" ? undefined : next));
        });
        focus(key);
      },
    };
  }, [given.edits]);
  return { actions, adding, renaming, here };
}

