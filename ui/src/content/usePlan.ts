/** The draft that every tab of Content edits, the language it is written in, and who may change it. */

import i18n from "i18next";
import { createContext, useContext } from "react";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import type { Json, Mapping, Path } from "../draft/json";
import type { Tongue } from "../draft/localText";
import type { LocalText } from "../format/text";
import type { JourneyDocument, JourneyDraft } from "../journey/useJourneyDraft";
import { added, find, keyOf, parts, removed, restored, within, type List } from "./plan";
import type { ContentSearch } from "./search";

export interface Plan {
  draft: JourneyDraft;
  document: JourneyDocument;
  edits: boolean;
  tongue: Tongue;
  home: Tongue;
  search: ContentSearch;
  go: (next: Partial<ContentSearch>) => void;
}

export const PlanContext = createContext<Plan | null>(null);

export function usePlan(): Plan {
  const plan = useContext(PlanContext);
  if (!plan) throw new Error("no plan around this");
  return plan;
}

/** A part of a list, and how it is changed; undefined when it is gone. */
export function usePart(list: List, key: string): { part: Mapping | undefined; set: (path: Path, value: Json | undefined) => void } {
  const { draft, document } = usePlan();
  return {
    part: find(document, list, key),
    set: (path, value) => draft.edit((now) => within(now, list, key, path, value) as JourneyDocument, [list, key, ...path].join(".")),
  };
}

/** Adding to and taking away from the lists, with the way back. */
export function useParts() {
  const { draft, document, go } = usePlan();
  const { t, text } = useWords();
  return {
    add: (list: List, stem: string, part: Mapping) => {
      const { key } = added(document, list, stem, part);
      draft.edit((now) => added(now, list, stem, part).document as JourneyDocument);
      go({ open: `${list}.${key}` });
    },
    remove: (list: List, key: string) => {
      const index = parts(document, list).findIndex((part) => keyOf(part) === key);
      const part = parts(document, list)[index];
      if (!part) return;
      go({ open: undefined });
      draft.edit((now) => removed(now, list, key) as JourneyDocument);
      offerUndo(t("plan.removed", { name: text((part.name as LocalText | undefined) ?? key) }), () =>
        draft.edit((now) => restored(now, list, index, part) as JourneyDocument),
      );
    },
  };
}

/** The name of a part; one that was just added has none yet. */
export const nameOf = (part: Mapping): LocalText => (part.name as LocalText | undefined) ?? i18n.t("plan.unnamed");
