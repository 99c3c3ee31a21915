/** The draft of an offer or a form while it is edited. */

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { outreachOne, save, told, type Kind, type RowOf } from "../api/outreach";
import { isMapping, put, type Json, type Mapping, type Path } from "../draft/json";
import { useDraft, type TextDraft } from "../draft/useDraft";
import { readYaml } from "../draft/yamlText";

export interface OutreachDraft<K extends Kind> extends TextDraft {
  kind: K;
  page: RowOf<K>;
  /** Null while the text does not read as a document. */
  document: Mapping | null;
  set: (path: Path, value: Json | undefined) => void;
}

export function useOutreachDraft<K extends Kind>(kind: K, page: RowOf<K>): OutreachDraft<K> {
  const client = useQueryClient();
  const draft = useDraft<RowOf<K>>(page, {
    name: `${kind}:${page.key}`,
    save: (body, edition) => save(kind, page.key, body, edition),
    fetch: () => client.fetchQuery({ ...outreachOne(kind, page.key), staleTime: 0 }),
    saved: (answer) => told(client, kind, answer),
  });
  const document = useMemo(() => {
    const { value } = readYaml(draft.text);
    return isMapping(value) ? value : null;
  }, [draft.text]);
  return {
    ...draft,
    kind,
    page,
    document,
    set: (path, value) => document && draft.change(put(document, path, value), path.join("/")),
  };
}
