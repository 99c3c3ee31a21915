/** The seller's tasks. */

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { LocalText } from "../format/text";
import { call, query } from "./client";

export const TASK_STATES = ["open", "late", "done"] as const;
export type TaskState = (typeof TASK_STATES)[number];
export const OUTCOMES = ["reached", "not_reached", "meeting", "offer", "no_interest", "other"] as const;
export type TaskOutcome = (typeof OUTCOMES)[number];

export interface Task {
  id: string;
  person: string;
  name: string | null;
  title: LocalText;
  owner: string;
  contact: string;
  programme: string;
  opened: string;
  due: string | null;
  late: boolean;
  state: string;
  answered: string | null;
  outcome: string | null;
  no_calls: boolean;
  stage: string | null;
}

export interface Tasks {
  tasks: Task[];
  counts: Record<TaskState, number>;
  as_of: string;
}

/** What is known of the person, as it stood when the task was made. */
export interface Brief {
  stage: string | null;
  since: string | null;
  read: unknown[];
  questions: unknown[];
  objections: unknown[];
  offer: Record<string, unknown> | null;
  answers: unknown[];
  consents: unknown[];
}

export interface TaskPage extends Task {
  brief: Brief;
  notes: { at: string; who: string; text: string }[];
}

export const tasks = (state: TaskState, owner?: string) =>
  queryOptions({
    queryKey: ["tasks", state, owner ?? ""],
    queryFn: ({ signal }) => call<Tasks>("GET", `/api/tasks${query({ state, owner })}`, undefined, signal),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });

export const task = (id: string) =>
  queryOptions({
    queryKey: ["task", id],
    queryFn: ({ signal }) => call<TaskPage>("GET", `/api/tasks/${encodeURIComponent(id)}`, undefined, signal),
  });

export const note = (id: string, text: string) => call<unknown>("POST", `/api/tasks/${encodeURIComponent(id)}/notes`, { text });
export const answer = (id: string, outcome: TaskOutcome, text: string) =>
  call<unknown>("POST", `/api/tasks/${encodeURIComponent(id)}/answer`, { outcome, text });
