/** Journeys as files of other formats. */

import { queryOptions } from "@tanstack/react-query";
import { call, query, upload } from "./client";
import type * as t from "./types";

export const formats = queryOptions({
  queryKey: ["journeys", "formats"],
  queryFn: ({ signal }) => call<t.FormatBody[]>("GET", "/api/journeys/formats", undefined, signal),
  staleTime: Infinity,
});

export const fileAddress = (key: string, format: string, language: string): string =>
  `/api/journeys/${encodeURIComponent(key)}/file${query({ format, language })}`;

/** A new draft from a file; its name tells the format. */
export const takeIn = (file: File) => upload<t.JourneyPage>("/api/journeys/files", file, () => undefined);
