/** What the screens ask of the server. Figures renew themselves while the page is in sight. */

import { keepPreviousData, queryOptions, type QueryClient } from "@tanstack/react-query";
import { call, query } from "./client";
import type * as t from "./types";

const LIVE = 15_000;
const SOON = 700;
let changedAt = -Infinity;

/** Figures changed by what was just done here. The server renews them behind a first, older answer. */
export function figuresChanged(client: QueryClient): Promise<void> {
  changedAt = Date.now();
  return client.invalidateQueries();
}

const renewal = () => (Date.now() - changedAt < 10_000 ? SOON : LIVE);
const TRIES = 40;

export const session = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => call<t.Session>("GET", "/api/session", undefined, signal),
  staleTime: 60_000,
});

export const home = queryOptions({
  queryKey: ["home"],
  queryFn: ({ signal }) => call<t.Home>("GET", "/api/home", undefined, signal),
  // What to mend next comes after the first figures: wait for it beside the page, but not for ever.
  refetchInterval: ({ state }) => (state.data && !state.data.decisions && state.dataUpdateCount < TRIES ? SOON : renewal()),
});

export const journey = queryOptions({
  queryKey: ["journey"],
  queryFn: ({ signal }) => call<t.JourneyAnswer>("GET", "/api/journey", undefined, signal),
  staleTime: 60_000,
});

/** The rows that a map may have. */
export const lanes = queryOptions({
  queryKey: ["journey", "lanes"],
  queryFn: ({ signal }) => call<t.Lane[]>("GET", "/api/journey/lanes", undefined, signal),
  staleTime: Infinity,
});

export const live = queryOptions({
  queryKey: ["live"],
  queryFn: ({ signal }) => call<t.Live>("GET", "/api/journey/live", undefined, signal),
  refetchInterval: renewal,
});

export interface PeopleFilter {
  q?: string;
  stage?: string;
  list?: string;
  cursor?: string;
}

export const people = (filter: PeopleFilter) =>
  queryOptions({
    queryKey: ["people", filter],
    queryFn: ({ signal }) =>
      call<t.People>("GET", `/api/people${query({ ...filter, limit: 50 })}`, undefined, signal),
    placeholderData: keepPreviousData,
  });

export const person = (id: string) =>
  queryOptions({
    queryKey: ["person", id],
    queryFn: ({ signal }) => call<t.Person>("GET", `/api/people/${encodeURIComponent(id)}`, undefined, signal),
  });

export const earlier = (id: string, before: string) =>
  call<t.Person>("GET", `/api/people/${encodeURIComponent(id)}${query({ before })}`);

export const sources = queryOptions({
  queryKey: ["sources"],
  queryFn: ({ signal }) => call<t.Source[]>("GET", "/api/sources", undefined, signal),
  refetchInterval: renewal,
});

export const keys = queryOptions({
  queryKey: ["keys"],
  queryFn: ({ signal }) => call<t.Key[]>("GET", "/api/keys", undefined, signal),
});

export const proposal = (id: string, map: t.FieldMap | null, timezone: string | null) =>
  queryOptions({
    queryKey: ["proposal", id, map, timezone],
    queryFn: ({ signal }) =>
      call<t.Proposal>(
        "GET",
        `/api/imports/${id}/proposal${query({ map: map && JSON.stringify(map), timezone })}`,
        undefined,
        signal,
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const imported = (id: string) =>
  queryOptions({
    queryKey: ["import", id],
    queryFn: ({ signal }) => call<t.ImportState>("GET", `/api/imports/${id}`, undefined, signal),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 500 : false),
  });

export const imports = queryOptions({
  queryKey: ["imports"],
  queryFn: ({ signal }) => call<t.ImportState[]>("GET", "/api/imports", undefined, signal),
  refetchInterval: renewal,
});

export const rejects = (id: string) =>
  queryOptions({
    queryKey: ["rejects", id],
    queryFn: ({ signal }) => call<t.Reject[]>("GET", `/api/imports/${id}/rejects?limit=100`, undefined, signal),
  });
