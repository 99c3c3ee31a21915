/** Read-only links of the map. */

import { queryOptions } from "@tanstack/react-query";
import { call, query } from "./client";
import type { components } from "./schema";

export type SharedMap = components["schemas"]["SharedMap"];

export const shares = (journey?: string) =>
  queryOptions({
    queryKey: ["shares", journey ?? ""],
    queryFn: ({ signal }) => call<SharedMap[]>("GET", `/api/shares${query({ journey })}`, undefined, signal),
  });

export const shareMap = (journey: string, name: string, live: boolean, expires: string | null) =>
  call<SharedMap>("POST", "/api/shares", { journey, name, live, expires });
export const revokeShare = (token: string) => call<SharedMap>("DELETE", `/api/shares/${encodeURIComponent(token)}`);
