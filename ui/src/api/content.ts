/** What the screens ask of the content plan, the script and the market of a journey. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "./client";
import type { LocalText } from "../format/text";
import type * as t from "./types";

const at = (journey: string, what: string) => `/api/content/${encodeURIComponent(journey)}/${what}`;

/** `edition` of the draft: each that is saved is counted anew, and the last figures stay in sight meanwhile. */
function asked<T>(what: string, journey: string, edition: number | undefined) {
  return queryOptions({
    queryKey: ["content", what, journey, edition],
    queryFn: ({ signal }) => call<T>("GET", at(journey, what), undefined, signal),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
}

export const coverage = (journey: string, edition?: number) => asked<t.Coverage>("coverage", journey, edition);
export const market = (journey: string, edition?: number) => asked<t.Market>("market", journey, edition);
export const threads = (journey: string, edition?: number) => asked<t.ThreadState[]>("threads", journey, edition);
export const pieces = (journey: string, edition?: number) => asked<t.PieceReach[]>("pieces", journey, edition);

export interface NamedDocument {
  key: string;
  name: LocalText;
}

/** Forms, offers and programmes by name, for choosing one. */
export const documents = (kind: "forms" | "offers" | "programmes") =>
  queryOptions({
    queryKey: ["documents", kind],
    queryFn: async ({ signal }) => {
      if (kind !== "programmes") return call<NamedDocument[]>("GET", `/api/${kind}`, undefined, signal);
      const { stages, unbound } = await call<t.ProgrammeList>("GET", "/api/programmes", undefined, signal);
      return [...stages.flatMap((stage) => stage.programmes), ...unbound].map(({ key, name }): NamedDocument => ({ key, name }));
    },
    staleTime: 15_000,
  });
