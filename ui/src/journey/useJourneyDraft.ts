/** The draft of a journey while it is edited: the one way by which every screen changes the document. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useRef } from "react";
import { journeyPage, journeys, saveJourney } from "../api/journeys";
import type { JourneyPage } from "../api/types";
import { put, type Json, type Mapping, type Path } from "../draft/json";
import type { LocalText } from "../format/text";
import { useDraft, type TextDraft } from "../draft/useDraft";
import { readYaml } from "../draft/yamlText";

/** The document as it is written: texts are a string or `{fi?, en?}`, and what is not there is not there. */
export interface JourneyDocument extends Mapping {
  [key: string]: Json;
}

export interface JourneyDraft extends TextDraft {
  page: JourneyPage;
  /** Null while the text is not a document that can be shown. */
  document: JourneyDocument | null;
  /** The value that is to stand at a path; undefined takes it away. Changes with one `gesture` in a row are one undo. */
  set: (path: Path, value: Json | undefined, gesture?: string) => void;
  /** Several changes as one undo. */
  edit: (change: (document: JourneyDocument) => JourneyDocument, gesture?: string) => void;
}

export function documentOf(text: string): JourneyDocument | null {
  const { value } = readYaml(text);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JourneyDocument) : null;
}

/** What the header calls the journey: the draft's own name, at once. */
export const draftName = (draft: JourneyDraft): LocalText | string => (draft.document?.name as LocalText | undefined) ?? draft.page.name;

export function useJourneyDraft(page: JourneyPage): JourneyDraft {
  const client = useQueryClient();
  const { key } = page;
  // The text of each edition seen here, so that a conflict can be told as what each side changed.
  const texts = useRef(new Map<number, string>());
  texts.current.set(page.edition, page.body);
  const draft = useDraft<JourneyPage>(page, {
    name: `journey.${key}`,
    save: (body, edition) => saveJourney(key, body, edition, texts.current.get(edition)),
    fetch: () => client.fetchQuery({ ...journeyPage(key), staleTime: 0 }),
    saved: (answer) => {
      texts.current = new Map([[answer.edition, answer.body]]);
      client.setQueryData(journeyPage(key).queryKey, answer);
      if (answer.running) client.setQueryData(journeyPage("-").queryKey, answer);
      void client.invalidateQueries({ queryKey: journeys.queryKey, exact: true });
    },
  });
  const document = useMemo(() => documentOf(draft.text), [draft.text]);
  const latest = useRef(document);
  latest.current = document;
  const { change } = draft;
  const edit = useCallback(
    (how: (document: JourneyDocument) => JourneyDocument, gesture?: string) => {
      if (latest.current === null) return;
      latest.current = how(latest.current);
      change(latest.current, gesture);
    },
    [change],
  );
  const set = useCallback(
    (path: Path, value: Json | undefined, gesture?: string) => edit((now) => put(now, path, value), gesture ?? path.join(".")),
    [edit],
  );
  return { ...draft, page, document, set, edit };
}
