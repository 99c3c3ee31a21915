/** The draft of a programme while it is edited. */

import { useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { programme, save } from "../api/programmes";
import type { ProgrammePage } from "../api/types";
import { useDraft as useTextDraft, type TextDraft } from "../draft/useDraft";
import { readYaml } from "../draft/yamlText";
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
  const draft = useTextDraft<ProgrammePage>(given, {
    name: key,
    save: (body, edition) => save(key, body, edition),
    fetch: () => client.fetchQuery({ ...programme(key), staleTime: 0 }),
    saved: (answer) => {
      client.setQueryData(programme(key).queryKey, answer);
      void client.invalidateQueries({ queryKey: ["programmes"] });
    },
  });
  const document = useMemo(() => documentOf(draft.text), [draft.text]);
  return { ...draft, page, document };
}
