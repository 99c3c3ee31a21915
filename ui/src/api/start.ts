/** What the start and the checklist ask and tell. */

import { queryOptions } from "@tanstack/react-query";
import { call } from "./client";
import type * as t from "./types";

export type Kind = t.Begin["kind"];

export const start = queryOptions({
  queryKey: ["start"],
  queryFn: ({ signal }) => call<t.StartBody>("GET", "/api/start", undefined, signal),
  staleTime: 5_000,
});

export const begin = (asked: t.Begin) => call<t.Begun>("POST", "/api/start", asked);

export const checklist = queryOptions({
  queryKey: ["checklist"],
  queryFn: ({ signal }) => call<t.ChecklistBody>("GET", "/api/checklist", undefined, signal),
  staleTime: 5_000,
});

export const hideChecklist = (hidden: boolean) => call<t.ChecklistBody>("POST", "/api/checklist", { hidden });
