/** Saved conditions, and how many meet one that is not saved. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call } from "./client";
import type { components } from "./schema";

export type Segment = components["schemas"]["SegmentRow"];
export type SegmentPage = components["schemas"]["SegmentPage"];
export type Counted = components["schemas"]["SegmentCount"];

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

export const segment = (key: string) =>
  queryOptions({
    queryKey: ["segments", "one", key],
    queryFn: ({ signal }) => call<SegmentPage>("GET", at(key), undefined, signal),
    staleTime: 0,
  });

/** `edition`: the one it was begun from, 0 for a new one. */
export const saveSegment = (key: string, body: unknown, edition: number | null) => call<SegmentPage>("PUT", at(key), { body, edition });
export const removeSegment = (key: string) => call<undefined>("DELETE", at(key));

export const offers = queryOptions({
  queryKey: ["offers"],
  queryFn: ({ signal }) => call<{ key: string }[]>("GET", "/api/offers", undefined, signal),
  staleTime: 60_000,
});
