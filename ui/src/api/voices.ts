/** What customers say and show of us, and whether it may be shown on. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call, query } from "./client";
import type { components } from "./schema";

export const VOICE_STATES = ["new", "asked", "permitted", "refused", "used"] as const;
export type VoiceState = (typeof VOICE_STATES)[number];
export const VOICE_SCORES = ["good", "poor", "none"] as const;
export type VoiceScore = (typeof VOICE_SCORES)[number];

type Shapes = components["schemas"];
export type Voice = Shapes["VoiceBody"];
export type VoicePage = Shapes["VoicePage"];
export type VoiceAsked = Shapes["VoiceAsked"];
export type UsedVoice = Shapes["UsedVoice"];

/** `edition` of the draft: what is used is looked up anew when it has been saved. */
export const voices = (filter: { state?: VoiceState; score?: VoiceScore }, edition: number) =>
  infiniteQueryOptions({
    queryKey: ["voices", filter, edition],
    queryFn: ({ pageParam, signal }) => call<VoicePage>("GET", `/api/voices${query({ ...filter, cursor: pageParam })}`, undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });

export const usedVoices = (edition: number) =>
  queryOptions({
    queryKey: ["voices", "used", edition],
    queryFn: ({ signal }) => call<UsedVoice[]>("GET", "/api/voices/used", undefined, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });

export const ask = (id: string) => call<VoiceAsked>("POST", "/api/voices/ask", { id });
export const answer = (id: string, given: boolean, signed: "first_name" | "nobody", source: string) =>
  call<Voice>("POST", "/api/voices/answer", { id, given, signed, source });
