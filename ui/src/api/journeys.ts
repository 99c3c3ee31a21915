/** What the screens ask and tell of journeys as drafts. */

import { queryOptions } from "@tanstack/react-query";
import { call, query } from "./client";
import type * as t from "./types";
import type { Json } from "../draft/json";

const LIVE = 15_000;
const at = (key: string) => `/api/journeys/${encodeURIComponent(key)}`;

/** The key that stands for the journey that runs. */
export const RUNNING = "-";

export const journeys = queryOptions({
  queryKey: ["journeys"],
  queryFn: ({ signal }) => call<t.JourneyRow[]>("GET", "/api/journeys", undefined, signal),
  refetchInterval: 4 * LIVE,
});

export const journeyPage = (key: string) =>
  queryOptions({
    queryKey: ["journeys", key],
    queryFn: ({ signal }) => call<t.JourneyPage>("GET", at(key), undefined, signal),
    refetchInterval: LIVE,
  });

export const journeyEffects = (key: string) =>
  queryOptions({
    queryKey: ["journeys", key, "publishing"],
    queryFn: ({ signal }) => call<t.JourneyEffects>("GET", `${at(key)}/publishing`, undefined, signal),
    staleTime: 0,
    gcTime: 0,
  });

export const journeyVersions = (key: string) =>
  queryOptions({
    queryKey: ["journeys", key, "versions"],
    queryFn: ({ signal }) => call<t.JourneyVersions>("GET", `${at(key)}/versions`, undefined, signal),
    staleTime: 0,
  });

export const journeyVersion = (key: string, number: number, named: boolean) =>
  queryOptions({
    queryKey: ["journeys", key, "versions", number, named],
    queryFn: ({ signal }) => call<t.JourneyVersionBody>("GET", `${at(key)}/versions/${number}${query({ named: named ? "true" : undefined })}`, undefined, signal),
    staleTime: 0,
    gcTime: 0,
  });

export interface BeginJourney {
  key?: string;
  name?: string;
  template?: string;
  copy_of?: string;
  body?: string;
  language?: "fi" | "en";
}

export const beginJourney = (asked: BeginJourney) => call<t.JourneyPage>("POST", "/api/journeys", asked);
/** `base`: the text the change was begun from, so that a conflict can be told in words. */
export const saveJourney = (key: string, body: string, edition: number, base?: string) =>
  call<t.JourneyPage>("PUT", at(key), { body, edition, base });
export const deleteJourney = (key: string) => call<undefined>("DELETE", at(key));
export const publishJourney = (key: string, note: string, edition: number) =>
  call<{ version: number }>("POST", `${at(key)}/publish`, { note, edition });
export const runJourney = (key: string, note: string) => call<{ version: number }>("POST", `${at(key)}/run`, { note });
export const nameVersion = (key: string, note: string) => call<{ version: number }>("POST", `${at(key)}/versions`, { note });
export const setGoal = (key: string, goal: Json, park: boolean) => call<t.JourneyPage>("POST", `${at(key)}/goal`, { goal, park });

/** `moved`: with how the number of each goal has moved, which takes longer. */
export const journeyGoals = (key: string, moved = false) =>
  queryOptions({
    queryKey: ["journeys", key, "goals", moved],
    queryFn: ({ signal }) => call<t.JourneyGoals>("GET", `${at(key)}/goals${query({ moved: moved ? "true" : undefined })}`, undefined, signal),
    staleTime: 0,
  });

export const journeyHealth = (key: string) =>
  queryOptions({
    queryKey: ["journeys", key, "health"],
    queryFn: ({ signal }) => call<t.JourneyHealth>("GET", `${at(key)}/health`, undefined, signal),
    staleTime: 60_000,
  });

export const journeyTemplates = queryOptions({
  queryKey: ["journeys", "templates"],
  queryFn: ({ signal }) => call<t.JourneyTemplate[]>("GET", "/api/journeys/templates", undefined, signal),
  staleTime: Infinity,
});
