/** The draft of a programme while it is edited: one text, its undo history, and what has been saved of it. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ApiProblem } from "../api/client";
import { programme, save } from "../api/programmes";
import type { Problem, ProgrammePage } from "../api/types";
import { withKeys, type ProgrammeDocument } from "./document";
import { forget, keep, recall } from "./localCopy";
import { record, redone, undone, type History } from "./textHistory";
import { readYaml, rewritten } from "./yamlText";

const SAVE_AFTER_MS = 1000;
const RETRY_AFTER_MS = 5000;

export type Saved = { state: "clean" | "waiting" | "saving" | "saved" | "failed" | "conflict" | "refused"; at?: string; problems?: Problem[] };

export interface Draft {
  page: ProgrammePage;
  text: string;
  /** Null when the text is not a document that can be shown as steps. */
  document: ProgrammeDocument | null;
  saved: Saved;
  change: (next: ProgrammeDocument, gesture?: string) => void;
  write: (text: string) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
  /** Saves now what is not saved yet; true when all is. */
  flush: () => Promise<boolean>;
  /** After a conflict: their text, or mine over it. */
  settle: (mine: boolean) => Promise<void>;
}

function documentOf(text: string): ProgrammeDocument | null {
  const { value } = readYaml(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const document = value as ProgrammeDocument;
  return withKeys(Array.isArray(document.steps) ? document : { ...document, steps: [] });
}

/** While the text does not read as a programme the server knows no steps: their last words and numbers stay in sight. */
function useLastRead(page: ProgrammePage): ProgrammePage {
  const good = useRef<ProgrammePage | null>(null);
  if (page.document !== null) good.current = page;
  const { current } = good;
  return page.document === null && current ? { ...page, name: current.name, nodes: current.nodes, words: current.words } : page;
}

export function useDraft(given: ProgrammePage): Draft {
  const client = useQueryClient();
  const page = useLastRead(given);
  const { key } = page;
  const [history, setHistory] = useState<History>(() => {
    const copy = recall(key, page.edition);
    const start: History = { past: [], now: page.body, future: [], gesture: null };
    return copy === null ? start : record(start, copy, "copy", 0);
  });
  const [saved, setSaved] = useState<Saved>({ state: "clean" });
  const text = history.now;
  const latest = useRef(text);
  latest.current = text;
  const edition = useRef(page.edition);
  const savedText = useRef(page.body);
  const running = useRef<Promise<boolean> | null>(null);

  // Somebody else saved while nothing was being edited here: theirs is shown.
  useEffect(() => {
    if (page.edition > edition.current && latest.current === savedText.current) {
      edition.current = page.edition;
      savedText.current = page.body;
      setHistory((old) => (old.now === page.body ? old : record(old, page.body, null, Date.now())));
    }
  }, [page.edition, page.body]);

  const store = useCallback(async (): Promise<boolean> => {
    if (running.current) await running.current;
    const body = latest.current;
    if (body === savedText.current) return true;
    setSaved({ state: "saving" });
    const attempt = (async () => {
      try {
        const answer = await save(key, body, edition.current);
        edition.current = answer.edition;
        savedText.current = body;
        forget(key);
        client.setQueryData(programme(key).queryKey, answer);
        void client.invalidateQueries({ queryKey: ["programmes"] });
        setSaved({ state: "saved", at: new Date().toISOString() });
        return true;
      } catch (error) {
        keep(key, body, edition.current);
        if (error instanceof ApiProblem && error.status === 409) setSaved({ state: "conflict", problems: error.problems });
        else if (error instanceof ApiProblem && error.status < 500) setSaved({ state: "refused", problems: error.problems });
        else setSaved({ state: "failed" });
        return false;
      } finally {
        running.current = null;
      }
    })();
    running.current = attempt;
    return attempt;
  }, [client, key]);

  const dirty = text !== savedText.current;
  useEffect(() => {
    if (!dirty || saved.state === "conflict") return;
    keep(key, text, edition.current);
    if (saved.state !== "failed" && saved.state !== "saving") setSaved({ state: "waiting" });
    const timer = setTimeout(() => void store(), saved.state === "failed" ? RETRY_AFTER_MS : SAVE_AFTER_MS);
    return () => clearTimeout(timer);
    // A text the server refused is tried again only when it has changed.
  }, [dirty, text, key, store, saved.state === "failed", saved.state === "conflict"]);

  // Leaving the screen saves what is written.
  useEffect(() => () => void store(), [store]);

  const document = useMemo(() => documentOf(text), [text]);
  return {
    page,
    text,
    document,
    saved,
    change: (next, gesture) => {
      const whole = rewritten(text, next);
      setHistory((old) => record(old, whole, gesture ?? null, Date.now()));
    },
    write: (next) => setHistory((old) => record(old, next, "source", Date.now())),
    undo: history.past.length > 0 ? () => setHistory(undone) : null,
    redo: history.future.length > 0 ? () => setHistory(redone) : null,
    flush: store,
    settle: async (mine) => {
      const theirs = await client.fetchQuery({ ...programme(key), staleTime: 0 });
      edition.current = theirs.edition;
      if (mine) {
        savedText.current = theirs.body;
        setSaved({ state: "waiting" });
        await store();
        return;
      }
      forget(key);
      savedText.current = theirs.body;
      setHistory((old) => record(old, theirs.body, null, Date.now()));
      setSaved({ state: "clean" });
    },
  };
}
