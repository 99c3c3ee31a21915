/** Messages and what people agreed to. */

import { queryOptions } from "@tanstack/react-query";
import { call, query } from "./client";
import type * as t from "./types";

export const MESSAGE_STATES = ["uncertain", "held", "refused", "failed", "sent"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

export interface MessageFilter {
  state?: MessageState;
  programme?: string;
}

export const messages = (filter: MessageFilter, cursor: string | null, signal?: AbortSignal) =>
  call<t.Messages>("GET", `/api/messages${query({ ...filter, cursor, limit: 50 })}`, undefined, signal);

/** What becomes of a message that may or may not have arrived. */
export const settle = (id: string, what: "send" | "drop") => call<t.ProgrammeMessage>("POST", `/api/messages/${id}/${what}`);

export const consents = (person: string) =>
  queryOptions({
    queryKey: ["person", person, "consents"],
    queryFn: ({ signal }) => call<t.Consent[]>("GET", `/api/people/${encodeURIComponent(person)}/consents`, undefined, signal),
  });
