/** Improving: the board, the idea box, decisions, reviews, the year and the stop list. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call, query } from "./client";
import type { components } from "./schema";

type Shapes = components["schemas"];

export const KINDS = ["idea", "opportunity", "experiment", "friction"] as const;
export type ImprovementKind = (typeof KINDS)[number];
export const FRICTIONS = ["bend", "detour", "obstacle", "uphill"] as const;
export type FrictionKind = (typeof FRICTIONS)[number];
export const STATES = ["new", "planned", "doing", "done", "rejected"] as const;
export type ImprovementState = (typeof STATES)[number];

export type Improvement = Shapes["ImprovementBody"];
export type Improvements = Shapes["ImprovementList"];
export type ImprovementMetric = NonNullable<Improvement["metric"]>;
export type MetricCheck = Shapes["CheckBody"];

export interface NewMetric {
  report: string;
  row: string;
  column: string;
  asked?: Record<string, unknown>;
  better?: "up" | "down";
  since?: string;
}

export interface ImprovementFields {
  title: string;
  text: string;
  friction: FrictionKind | null;
  stage: string | null;
  arrow: string | null;
  touchpoint: string | null;
  persona: string | null;
  customer_value: number | null;
  business_value: number | null;
  effort: number | null;
  owner: string;
  due: string | null;
  programme: string | null;
  metric: NewMetric | null;
}

export interface ImprovementFilter {
  journey?: string;
  kind?: ImprovementKind;
  state?: ImprovementState;
  stage?: string;
}

export const improvements = (filter: ImprovementFilter = {}) =>
  queryOptions({
    queryKey: ["improvements", filter],
    queryFn: ({ signal }) => call<Improvements>("GET", `/api/improvements${query({ ...filter })}`, undefined, signal),
    refetchInterval: 30_000,
  });

export const addImprovement = (
  said: Partial<ImprovementFields> & { kind: ImprovementKind; title: string; journey?: string; source?: "team" | "data" },
) => call<Improvement>("POST", "/api/improvements", said);

export const changeImprovement = (
  { id, edition }: { id: number; edition: number },
  said: Partial<ImprovementFields> & { state?: ImprovementState; reason?: string; hidden?: boolean },
) => call<Improvement>("PATCH", `/api/improvements/${id}`, { ...said, edition });

export const promoteImprovement = (id: number, kind: "opportunity" | "experiment") =>
  call<Improvement>("POST", `/api/improvements/${id}/promote`, { kind });

export const vote = (id: number, on: boolean) => call<Improvement>(on ? "POST" : "DELETE", `/api/improvements/${id}/vote`);

export const checkMetric = (id: number) =>
  queryOptions({
    queryKey: ["improvement-check", id],
    queryFn: ({ signal }) => call<MetricCheck>("GET", `/api/improvements/${id}/check`, undefined, signal),
    retry: false,
  });

export type Finding = Shapes["Finding"];
export const findings = queryOptions({
  queryKey: ["findings"],
  queryFn: ({ signal }) => call<Finding[]>("GET", "/api/findings", undefined, signal),
  staleTime: 60_000,
});

export type Decision = Shapes["DecisionBody"];
export const decisions = (journey: string | undefined, q: string) =>
  queryOptions({
    queryKey: ["decisions", journey ?? "-", q],
    queryFn: ({ signal }) => call<Decision[]>("GET", `/api/decisions${query({ journey, q })}`, undefined, signal),
    placeholderData: keepPreviousData,
  });
export const decisionsOf = (improvement: number) =>
  queryOptions({
    queryKey: ["decisions", "of", improvement],
    queryFn: ({ signal }) => call<Decision[]>("GET", `/api/decisions${query({ improvement })}`, undefined, signal),
  });
export const decisionsFile = (journey: string | undefined, q: string) => `/api/decisions.csv${query({ journey, q })}`;
export const decide = (said: { text: string; why: string; journey?: string; improvement?: number; review?: number }) =>
  call<Decision>("POST", "/api/decisions", said);

export type ReviewHead = Shapes["ReviewHead"];
export type Review = Shapes["ReviewBody"];
export type Minutes = Shapes["Minutes-Output"];
export type Timeline = Shapes["TimelineBody"];
export const reviews = (journey: string | undefined) =>
  queryOptions({
    queryKey: ["reviews", journey ?? "-"],
    queryFn: ({ signal }) => call<ReviewHead[]>("GET", `/api/reviews${query({ journey })}`, undefined, signal),
  });
export const review = (id: number) =>
  queryOptions({
    queryKey: ["review", id],
    queryFn: ({ signal }) => call<Review>("GET", `/api/reviews/${id}`, undefined, signal),
  });
export const beginReview = () => call<Review>("POST", "/api/reviews");
export const writeMinutes = (id: number, minutes: Minutes) => call<Review>("PUT", `/api/reviews/${id}`, minutes);
export const endReview = (id: number, minutes: Minutes) => call<Review>("POST", `/api/reviews/${id}/end`, minutes);
export const shareReview = (id: number, on: boolean) => call<Review>(on ? "POST" : "DELETE", `/api/reviews/${id}/share`);

export type Year = Shapes["Year"];
export const year = (journey: string, which: number) =>
  queryOptions({
    queryKey: ["calendar", journey, which],
    queryFn: ({ signal }) => call<Year>("GET", `/api/calendar/${encodeURIComponent(journey)}${query({ year: which })}`, undefined, signal),
  });

export type StopList = Shapes["StopListBody"];
export type StopItem = Shapes["StopItem"];
export const stopList = (journey: string | undefined) =>
  queryOptions({
    queryKey: ["stop-list", journey ?? "-"],
    queryFn: ({ signal }) => call<StopList>("GET", `/api/stop-list${query({ journey })}`, undefined, signal),
  });
export const nameStop = (title: string, evidence: string, journey?: string) =>
  call<StopList>("POST", "/api/stop-list", { title, evidence, ...(journey ? { journey } : {}) });
export const decideStop = (what: "keep" | "stop", id: string, why: string, journey?: string) =>
  call<StopList>("POST", `/api/stop-list/${what}`, { id, why, ...(journey ? { journey } : {}) });

export type IdeaBox = Shapes["IdeaBoxBody"];
export const ideaBox = (journey: string | undefined) =>
  queryOptions({
    queryKey: ["idea-box", journey ?? "-"],
    queryFn: ({ signal }) => call<IdeaBox>("GET", `/api/idea-box${query({ journey })}`, undefined, signal),
  });
export const renewIdeaBox = (journey: string | undefined) => call<IdeaBox>("POST", `/api/idea-box${query({ journey })}`);
export const closeIdeaBox = (journey: string | undefined) => call<IdeaBox>("DELETE", `/api/idea-box${query({ journey })}`);
