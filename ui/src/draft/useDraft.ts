/** A text that is edited and saved by itself: its undo history, what has been saved of it, and a copy of what has not. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiProblem } from "../api/client";
import { session } from "../api/queries";
import type { Problem } from "../api/types";
import type { Json } from "./json";
import { forget, keep, recall } from "./localCopy";
import { record, redone, undone, type History } from "./textHistory";
import { rewritten } from "./yamlText";

const SAVE_AFTER_MS = 1000;
const RETRY_AFTER_MS = 5000;

export type Saved = { state: "clean" | "waiting" | "saving" | "saved" | "failed" | "expired" | "conflict" | "refused"; at?: string; problems?: Problem[] };

/** What the server keeps: `edition` grows with each save. */
export interface Kept {
  body: string;
  edition: number;
}

export interface Source<P extends Kept> {
  /** Under which an unsaved copy is kept in the browser. */
  name: string;
  save: (body: string, edition: number) => Promise<P>;
  /** As it stands on the server now. */
  fetch: () => Promise<P>;
  saved: (page: P) => void;
}

export interface TextDraft {
  text: string;
  saved: Saved;
  /** The document that is to stand in the text; what did not change keeps its form and comments. */
  change: (next: Json, gesture?: string) => void;
  write: (text: string, gesture?: string | null) => void;
  undo: (() => void) | null;
  redo: (() => void) | null;
  /** Saves now what is not saved yet; true when all is. */
  flush: () => Promise<boolean>;
  /** After a conflict: their text, or mine over it. */
  settle: (mine: boolean) => Promise<void>;
}

// By name: the save under way and what was saved last. The screen left saves while the next one already edits the same text.
const underWay = new Map<string, Promise<boolean>>();
const lastSaved = new Map<string, Kept>();

export function useDraft<P extends Kept>(page: P, source: Source<P>): TextDraft {
  const { name } = source;
  const client = useQueryClient();
  const from = useRef(source);
  from.current = source;
  // What this browser could not save, begun from the edition it was written on: if somebody saved since, it is a conflict
  // to choose in, and nothing that was written is lost.
  const [copy] = useState(() => recall(name, page.body));
  const [history, setHistory] = useState<History>(() => {
    const start: History = { past: [], now: page.body, future: [], gesture: null };
    return copy === null ? start : record(start, copy.text, "copy", 0);
  });
  const [saved, setSaved] = useState<Saved>({ state: "clean" });
  const text = history.now;
  const latest = useRef(text);
  latest.current = text;
  const past = useRef(history.past);
  past.current = history.past;
  const edition = useRef(copy?.edition ?? page.edition);
  const savedText = useRef(page.body);

  /** What was saved from another screen of this page is what the text here was written on. */
  const built = useCallback((on: Kept | undefined) => {
    if (!on || on.edition <= edition.current || (on.body !== latest.current && !past.current.includes(on.body))) return;
    edition.current = on.edition;
    savedText.current = on.body;
  }, []);

  // Somebody else saved while nothing was being edited here: theirs is shown.
  useEffect(() => {
    if (page.edition > edition.current && latest.current === savedText.current) {
      edition.current = page.edition;
      savedText.current = page.body;
      setHistory((old) => (old.now === page.body ? old : record(old, page.body, null, Date.now())));
    }
  }, [page.edition, page.body]);

  const store = useCallback(async (): Promise<boolean> => {
    for (let other; (other = underWay.get(name)); ) await other;
    built(lastSaved.get(name));
    const body = latest.current;
    if (body === savedText.current) {
      setSaved((was) => (was.state === "waiting" ? { state: "saved", at: new Date().toISOString() } : was));
      return true;
    }
    setSaved({ state: "saving" });
    const attempt = (async () => {
      try {
        const answer = await from.current.save(body, edition.current);
        edition.current = answer.edition;
        savedText.current = body;
        lastSaved.set(name, { body, edition: answer.edition });
        // What was written while it was being saved is not saved yet: its copy stays until it is.
        const more = latest.current !== body;
        if (more) keep(name, latest.current, answer.edition);
        else forget(name, body);
        from.current.saved(answer);
        setSaved(more ? { state: "waiting" } : { state: "saved", at: new Date().toISOString() });
        return true;
      } catch (error) {
        keep(name, body, edition.current);
        if (error instanceof ApiProblem && error.status === 409) setSaved({ state: "conflict", problems: error.problems });
        else if (error instanceof ApiProblem && error.status === 401) {
          setSaved({ state: "expired" });
          void client.invalidateQueries({ queryKey: session.queryKey }); // asks to sign in again, over this page
        } else if (error instanceof ApiProblem && error.status < 500) setSaved({ state: "refused", problems: error.problems });
        else setSaved({ state: "failed" });
        return false;
      } finally {
        underWay.delete(name);
      }
    })();
    underWay.set(name, attempt);
    return attempt;
  }, [name, client, built]);

  const dirty = text !== savedText.current;
  const again = saved.state === "failed" || saved.state === "expired";
  useEffect(() => {
    if (!dirty) return;
    keep(name, text, edition.current);
    if (saved.state === "conflict") return; // saved when the choice is made, and kept until then
    if (!again && saved.state !== "saving") setSaved({ state: "waiting" });
    const timer = setTimeout(() => void store(), again ? RETRY_AFTER_MS : SAVE_AFTER_MS);
    return () => clearTimeout(timer);
    // A text the server refused is tried again only when it has changed.
  }, [dirty, text, name, store, again, saved.state === "conflict"]);

  // The network is back, or the reader has signed in again: at once.
  const signedIn = useQuery(session).dataUpdatedAt;
  useEffect(() => {
    if (!again) return;
    const back = () => void store();
    window.addEventListener("online", back);
    return () => window.removeEventListener("online", back);
  }, [again, store]);
  useEffect(() => {
    if (again) void store();
  }, [signedIn]);

  // Leaving the screen saves what is written.
  useEffect(() => () => void store(), [store]);

  return {
    text,
    saved,
    change: (next, gesture) => {
      const whole = rewritten(text, next);
      setHistory((old) => record(old, whole, gesture ?? null, Date.now()));
    },
    write: (next, gesture = "source") => setHistory((old) => record(old, next, gesture, Date.now())),
    undo: history.past.length > 0 ? () => setHistory(undone) : null,
    redo: history.future.length > 0 ? () => setHistory(redone) : null,
    flush: store,
    settle: async (mine) => {
      const theirs = await from.current.fetch();
      edition.current = theirs.edition;
      if (mine) {
        savedText.current = theirs.body;
        setSaved({ state: "waiting" });
        await store();
        return;
      }
      forget(name, latest.current);
      savedText.current = theirs.body;
      setHistory((old) => record(old, theirs.body, null, Date.now()));
      setSaved({ state: "clean" });
    },
  };
}
