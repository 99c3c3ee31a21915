/** The seller's tasks. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { call, query } from "./client";
import type { components } from "./schema";

export const TASK_STATES = ["open", "late", "done"] as const;
export type TaskState = (typeof TASK_STATES)[number];
export const OUTCOMES = ["reached", "not_reached", "meeting", "offer", "no_interest", "other"] as const;
export type TaskOutcome = (typeof OUTCOMES)[number];

export type Task = components["schemas"]["TaskBody"];
export type Tasks = components["schemas"]["TaskList"];
/** What is known of the person, as it stood when the task was made. */
export type Brief = components["schemas"]["BriefBody"];
export type TaskPage = components["schemas"]["TaskPage"];

export const tasks = (state: TaskState, owner?: string) =>
  queryOptions({
    queryKey: ["tasks", state, owner ?? ""],
    queryFn: ({ signal }) => call<Tasks>("GET", `/api/tasks${query({ state, owner })}`, undefined, signal),
    refetchInterval: 5_000, // a clock runs on each of them
    placeholderData: keepPreviousData,
  });

export const task = (id: string) =>
  queryOptions({
    queryKey: ["task", id],
    queryFn: ({ signal }) => call<TaskPage>("GET", `/api/tasks/${encodeURIComponent(id)}`, undefined, signal),
  });

export const note = (id: string, text: string) => call<TaskPage>("POST", `/api/tasks/${encodeURIComponent(id)}/notes`, { text });
export const answer = (id: string, outcome: TaskOutcome, text: string) =>
  call<TaskPage>("POST", `/api/tasks/${encodeURIComponent(id)}/answer`, { outcome, text });
