/** What the programme screens ask and tell. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call, query } from "./client";
import type * as t from "./types";

const LIVE = 15_000;
const at = (key: string) => `/api/programmes/${encodeURIComponent(key)}`;

export const programmes = queryOptions({
  queryKey: ["programmes"],
  queryFn: ({ signal }) => call<t.ProgrammeList>("GET", "/api/programmes", undefined, signal),
  refetchInterval: LIVE,
});

export const templates = queryOptions({
  queryKey: ["programmes", "templates"],
  queryFn: ({ signal }) => call<t.ProgrammeTemplate[]>("GET", "/api/programmes/templates", undefined, signal),
  staleTime: 60_000,
});

export const programme = (key: string) =>
  queryOptions({
    queryKey: ["programme", key],
    queryFn: ({ signal }) => call<t.ProgrammePage>("GET", at(key), undefined, signal),
    refetchInterval: LIVE,
  });

export const publishing = (key: string) =>
  queryOptions({
    queryKey: ["programme", key, "publishing"],
    queryFn: ({ signal }) => call<t.PublishPlan>("GET", `${at(key)}/publishing`, undefined, signal),
    staleTime: 0,
    gcTime: 0,
  });

export const results = (key: string) =>
  queryOptions({
    queryKey: ["programme", key, "results"],
    queryFn: ({ signal }) => call<t.ProgrammeResults>("GET", `${at(key)}/results`, undefined, signal),
    refetchInterval: 4 * LIVE,
  });

export const versions = (key: string) =>
  queryOptions({
    queryKey: ["programme", key, "versions"],
    queryFn: ({ signal }) => call<t.Versions>("GET", `${at(key)}/versions`, undefined, signal),
  });

export const version = (key: string, number: number) =>
  queryOptions({
    queryKey: ["programme", key, "versions", number],
    queryFn: ({ signal }) => call<t.VersionBody>("GET", `${at(key)}/versions/${number}`, undefined, signal),
    staleTime: Infinity,
  });

/** What differs between two versions in words; `after` may be "draft". */
export const differences = (key: string, before: string, after: string) =>
  queryOptions({
    queryKey: ["programme", key, "differences", before, after],
    queryFn: ({ signal }) => call<t.Differences>("GET", `${at(key)}/changes${query({ before, after: after === "draft" ? undefined : after })}`, undefined, signal),
  });

/** Whom to look at a programme as, and why them. */
export const suggested = (key: string) =>
  queryOptions({
    queryKey: ["programme", key, "suggested"],
    queryFn: ({ signal }) => call<t.Suggested>("GET", `${at(key)}/suggested`, undefined, signal),
    staleTime: 60_000,
  });

export const explanation = (key: string, person: string) =>
  queryOptions({
    queryKey: ["programme", key, "explain", person],
    queryFn: ({ signal }) => call<t.Explanation>("GET", `${at(key)}/explain${query({ person })}`, undefined, signal),
  });

/** Somebody there, or somebody made up for the look. */
type Whom = { person: string } | { invented: t.InventedPerson };

export const preview = (key: string, asked: Whom & { node: string | null; language?: "fi" | "en"; body: string }) =>
  queryOptions({
    queryKey: ["programme", key, "preview", asked],
    queryFn: ({ signal }) => call<t.Preview>("POST", `${at(key)}/preview`, asked, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });

export const readiness = queryOptions({
  queryKey: ["readiness"],
  queryFn: ({ signal }) => call<t.Readiness>("GET", "/api/readiness", undefined, signal),
  refetchInterval: 4 * LIVE,
});

export const pressure = (person?: string) =>
  queryOptions({
    queryKey: ["pressure", person ?? ""],
    queryFn: ({ signal }) => call<t.Pressure>("GET", `/api/pressure${query({ days: 14, person })}`, undefined, signal),
    placeholderData: keepPreviousData,
  });

export const insidePeople = (key: string, node: string | undefined, cursor: string | null, signal?: AbortSignal) =>
  call<t.InsidePeople>("GET", `${at(key)}/people${query({ node, cursor, limit: 50 })}`, undefined, signal);

export const save = (key: string, body: string, edition: number) =>
  call<t.ProgrammePage>("PUT", at(key), { body, edition });
export const begin = (template: string, language: string) => call<t.ProgrammePage>("POST", "/api/programmes", { template, language });
export const removeDraft = (key: string) => call<undefined>("DELETE", at(key));
export const publish = (key: string, asked: unknown) => call<{ version: number }>("POST", `${at(key)}/publish`, asked);
export const change = (key: string, what: "pause" | "resume" | "stop", asked: unknown = {}) =>
  call<t.ProgrammePage>("POST", `${at(key)}/${what}`, asked);
export const dryRun = (key: string, days: number, body: string) =>
  call<t.DryRun>("POST", `${at(key)}/dry-run`, { days, body });
export const testSend = (key: string, asked: Whom & { node: string; addresses: string[]; language?: "fi" | "en" }) =>
  call<t.TestSent>("POST", `${at(key)}/test`, asked);
