/** Comments pinned to places of documents. All open counts of a document come in one request. */

import { queryOptions } from "@tanstack/react-query";
import { call, query } from "./client";
import type { components } from "./schema";

type Shapes = components["schemas"];
export type Comment = Shapes["CommentBody"];
export type Mention = Shapes["MentionBody"];

const EVERY_MS = 30_000;

export const openComments = (about: string) =>
  queryOptions({
    queryKey: ["comments", about, "open"],
    queryFn: ({ signal }) => call<Shapes["OpenComments"]>("GET", `/api/comments/open${query({ about })}`, undefined, signal),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
  });

/** Of one place, or (null) of the whole document. */
export const comments = (about: string, place: string | null) =>
  queryOptions({
    queryKey: ["comments", about, "of", place],
    queryFn: ({ signal }) =>
      call<Shapes["CommentsBody"]>("GET", `/api/comments?${new URLSearchParams(place === null ? { about } : { about, place })}`, undefined, signal),
    refetchInterval: EVERY_MS,
  });

export const mentions = queryOptions({
  queryKey: ["mentions"],
  queryFn: ({ signal }) => call<Shapes["Mentions"]>("GET", "/api/mentions", undefined, signal),
  refetchInterval: EVERY_MS,
});

export const writeComment = (about: string, place: string, text: string, parent: number | null) =>
  call<Comment>("POST", "/api/comments", { about, place, text, parent });
export const changeComment = (id: number, changed: { text?: string; resolved?: boolean }) => call<Comment>("PATCH", `/api/comments/${id}`, changed);
export const deleteComment = (id: number) => call<void>("DELETE", `/api/comments/${id}`);
export const readMentions = (id: number | null) => call<void>("POST", "/api/mentions/read", { id });
