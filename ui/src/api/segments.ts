/** Saved conditions, and how many meet one that is not saved. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { LocalText } from "../format/text";
import { call } from "./client";
import type { Problem } from "./types";

export interface Segment {
  key: string;
  name: LocalText;
  description?: LocalText | null;
  condition: unknown;
  words: LocalText | null;
  people: number | null;
  used_by: { kind: string; key: string; name: LocalText | null }[];
}

export interface Counted {
  people: number | null;
  sample: { person: string; id: string; name: string | null }[];
  words: LocalText | null;
  problems: Problem[];
  as_of: string;
}

const at = (key: string) => `/api/segments/${encodeURIComponent(key)}`;

export const segments = queryOptions({
  queryKey: ["segments"],
  queryFn: ({ signal }) => call<Segment[]>("GET", "/api/segments", undefined, signal),
  refetchInterval: 15_000,
});

export const counting = (condition: unknown) =>
  queryOptions({
    queryKey: ["segments", "count", condition],
    queryFn: ({ signal }) => call<Counted>("POST", "/api/segments/count", { condition }, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const saveSegment = (key: string, body: unknown) => call<Segment>("PUT", at(key), body);
export const removeSegment = (key: string) => call<undefined>("DELETE", at(key));

export const offers = queryOptions({
  queryKey: ["offers"],
  queryFn: ({ signal }) => call<{ key: string }[]>("GET", "/api/offers", undefined, signal),
  staleTime: 60_000,
});
