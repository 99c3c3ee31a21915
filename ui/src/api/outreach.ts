/** What the screens of offers, forms and files ask and tell. */

import { keepPreviousData, queryOptions, type QueryClient } from "@tanstack/react-query";
import { call, query } from "./client";
import type * as t from "./types";

export type Kind = "form" | "offer";
export type RowOf<K extends Kind> = K extends "form" ? t.FormRow : t.OfferRow;

const LIVE = 15_000;
const at = (kind: Kind, key: string) => `/api/${kind}s/${encodeURIComponent(key)}`;

export const outreach = <K extends Kind>(kind: K) =>
  queryOptions({
    queryKey: ["outreach", kind],
    queryFn: ({ signal }) => call<RowOf<K>[]>("GET", `/api/${kind}s`, undefined, signal),
    refetchInterval: LIVE,
  });

export const outreachOne = <K extends Kind>(kind: K, key: string) =>
  queryOptions({
    queryKey: ["outreach", kind, key],
    queryFn: ({ signal }) => call<RowOf<K>>("GET", at(kind, key), undefined, signal),
    refetchInterval: LIVE,
  });

export const readyOnes = (kind: Kind) =>
  queryOptions({
    queryKey: ["outreach", kind, "ready"],
    queryFn: ({ signal }) => call<t.Ready[]>("GET", `/api/${kind}s/ready`, undefined, signal),
    staleTime: Infinity,
  });

export interface Looked {
  language: "fi" | "en";
  person?: string;
  thanks?: boolean;
}

/** The public page of the draft as drawn; `edition` asks anew when the draft was saved. */
export const publicPage = (kind: Kind, key: string, edition: number, { language, person, thanks }: Looked) =>
  queryOptions({
    queryKey: ["outreach", kind, key, "page", edition, language, person ?? "", thanks ?? false],
    queryFn: ({ signal }) =>
      call<t.PagePreview>("GET", `${at(kind, key)}/page${query({ language, person, thanks: thanks ? "true" : undefined })}`, undefined, signal),
    retry: false,
    placeholderData: keepPreviousData,
  });

export const shownTo = (key: string, version: number | undefined, cursor: string | null, signal?: AbortSignal) =>
  call<t.ShownPage>("GET", `${at("offer", key)}/shown${query({ version, cursor, limit: 50 })}`, undefined, signal);
export const shownCsv = (key: string, language: string, version?: number) => `${at("offer", key)}/shown.csv${query({ version, language })}`;
export const codeOf = (key: string) => `${at("form", key)}/qr.svg`;

export const files = queryOptions({
  queryKey: ["files"],
  queryFn: ({ signal }) => call<t.StoredFiles>("GET", "/api/files", undefined, signal),
});

export const begin = <K extends Kind>(kind: K, template: string) => call<RowOf<K>>("POST", `/api/${kind}s`, { template });
export const save = <K extends Kind>(kind: K, key: string, body: string, edition: number) => call<RowOf<K>>("PUT", at(kind, key), { body, edition });
export const publish = <K extends Kind>(kind: K, key: string, note: string, asNew: boolean) =>
  call<RowOf<K>>("POST", `${at(kind, key)}/publish`, { note, as_new: asNew });
export const close = <K extends Kind>(kind: K, key: string) => call<RowOf<K>>("POST", `${at(kind, key)}/close`);
export const remove = (kind: Kind, key: string) => call<undefined>("DELETE", at(kind, key));

/** The row as the server now tells it, on its screen and in the lists. */
export function told<K extends Kind>(client: QueryClient, kind: K, row: RowOf<K>): void {
  client.setQueryData<RowOf<K>>(["outreach", kind, row.key], row);
  void client.invalidateQueries({ queryKey: ["outreach", kind], exact: true });
}
