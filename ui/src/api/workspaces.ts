/** The workspaces of this machine that run beside this one. */

import { queryOptions } from "@tanstack/react-query";
import { call } from "./client";
import type { components } from "./schema";

type Shapes = components["schemas"];
export type Workspaces = Shapes["Workspaces"];
export type Sibling = Shapes["Sibling"];
export const KINDS = ["b2b", "shop", "subscription", "lifecycle"] as const;

export const workspaces = queryOptions({
  queryKey: ["workspaces"],
  queryFn: ({ signal }) => call<Workspaces>("GET", "/api/workspaces", undefined, signal),
});

/** Where a browser goes to be signed in there, once. */
export const enterWorkspace = (folder: string, password: string | null) =>
  call<Shapes["Entrance"]>("POST", "/api/workspaces/enter", { folder, password });
export const makeWorkspace = (name: string, language: string, kind: string) => call<Shapes["Entrance"]>("POST", "/api/workspaces", { name, language, kind });
