/** Improving: the board, the idea box, decisions, reviews, the year and the stop list. */

import { queryOptions } from "@tanstack/react-query";
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
