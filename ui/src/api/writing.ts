/** What helps to write a message: variables, own addresses, people to look at it as, pictures. */

import { queryOptions } from "@tanstack/react-query";
import { call, query, upload } from "./client";
import type * as t from "./types";

export const writing = queryOptions({
  queryKey: ["writing"],
  queryFn: ({ signal }) => call<t.Writing>("GET", "/api/writing", undefined, signal),
  staleTime: 300_000,
});

export const cases = (purpose: string) =>
  queryOptions({
    queryKey: ["writing", "people", purpose],
    queryFn: ({ signal }) => call<t.Cases>("GET", `/api/writing/people${query({ purpose })}`, undefined, signal),
    staleTime: 60_000,
  });

/** A body in Markdown as MJML. */
export const asBlocks = async (body: string): Promise<string> => (await call<t.AsBlocks>("POST", "/api/writing/blocks", { body })).body;

export const sendPicture = (file: File, progress: (share: number) => void) => upload<t.StoredFile>("/api/files?use=image", file, progress);
