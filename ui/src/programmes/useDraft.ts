/** The draft of a programme while it is edited. */

import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { programme, save } from "../api/programmes";
import type { ProgrammePage } from "../api/types";
import { useDraft as useTextDraft, type TextDraft } from "../draft/useDraft";
import { readYaml, rewritten } from "../draft/yamlText";
import { withKeys, type ProgrammeDocument } from "./document";

export interface Draft extends TextDraft {
  page: ProgrammePage;
  /** Null when the text is not a document that can be shown as steps. */
  document: ProgrammeDocument | null;
}

function documentOf(text: string): ProgrammeDocument | null {
  const { value } = readYaml(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const document = value as ProgrammeDocument;
  return withKeys(Array.isArray(document.steps) ? document : { ...document, steps: [] });
}

/** While the text does not read as a programme the server knows no steps: their last words and numbers stay in sight, and
 * name and stage are read from the text itself. */
function useLastRead(page: ProgrammePage, document: ProgrammeDocument | null): ProgrammePage {
  const good = useRef<ProgrammePage | null>(null);
  if (page.document !== null) good.current = page;
  const { current } = good;
  return useMemo(() => {
    if (page.document !== null) return page;
    const name = (document?.name ?? current?.name ?? page.name) as ProgrammePage["name"];
    const stage = typeof document?.stage === "string" ? document.stage : (current?.stage ?? page.stage);
    return { ...page, name, stage, nodes: current?.nodes ?? page.nodes, words: current?.words ?? page.words };
  }, [page, document, current]);
}

export function useDraft(given: ProgrammePage): Draft {
  const client = useQueryClient();
  const { key } = given;
  const draft = useTextDraft<ProgrammePage>(given, {
    name: key,
    save: (body, edition) => save(key, body, edition),
    fetch: () => client.fetchQuery({ ...programme(key), staleTime: 0 }),
    saved: (answer) => {
      client.setQueryData(programme(key).queryKey, answer);
      void client.invalidateQueries({ queryKey: ["programmes"] });
    },
  });
  // A change knows the document that its text says: reading a long text again would be felt while typing.
  const known = useRef<{ text: string; document: ProgrammeDocument | null } | null>(null);
  const document = useMemo(() => {
    if (known.current?.text !== draft.text) known.current = { text: draft.text, document: documentOf(draft.text) };
    return known.current.document;
  }, [draft.text]);
  const change: TextDraft["change"] = (next, gesture) => {
    const text = rewritten(draft.text, next);
    known.current = { text, document: withKeys(next as ProgrammeDocument) };
    draft.write(text, gesture ?? null);
  };
  const page = useLastRead(given, document);
  return { ...draft, change, page, document };
}
