/** The team: signing in, oneself, the others, who did what. */

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { call, query } from "./client";
import type { components } from "./schema";

type Shapes = components["schemas"];
export const ROLES = ["viewer", "seller", "editor", "owner"] as const;
export type Role = (typeof ROLES)[number];
export type Me = Shapes["Me"];
export type Member = Shapes["Member"];
export type Invited = Shapes["Invited"];
export type Invitation = Shapes["Invitation"];
export type Deed = Shapes["Deed"];

export const me = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => call<Me>("GET", "/api/me", undefined, signal),
});

export const team = queryOptions({
  queryKey: ["team"],
  queryFn: ({ signal }) => call<Member[]>("GET", "/api/team", undefined, signal),
  staleTime: 30_000,
});

export const audit = infiniteQueryOptions({
  queryKey: ["audit"],
  initialPageParam: undefined as number | undefined,
  queryFn: ({ pageParam, signal }) => call<Shapes["Deeds"]>("GET", `/api/audit${query({ before: pageParam })}`, undefined, signal),
  getNextPageParam: (page: Shapes["Deeds"]) => page.before ?? undefined,
});

export const login = (email: string, password: string) => call<void>("POST", "/api/login", { email, password });
export const logout = () => call<void>("POST", "/api/logout");
export const lookAtLink = (token: string) => call<Invitation>("POST", "/api/join/look", { token });
export const join = (token: string, password: string) => call<void>("POST", "/api/join", { token, password });
export const changeMe = (changed: Partial<Shapes["ChangeMe"]>) => call<Me>("PATCH", "/api/me", changed);
export const invite = (name: string, email: string, role: Role) => call<Invited>("POST", "/api/team", { name, email: email || null, role });
export const newLink = (id: string) => call<Invited>("POST", `/api/team/${encodeURIComponent(id)}/link`);
export const changeMember = (id: string, changed: Partial<Shapes["ChangeMember"]>) => call<Member>("PATCH", `/api/team/${encodeURIComponent(id)}`, changed);
export const removeMember = (id: string) => call<void>("DELETE", `/api/team/${encodeURIComponent(id)}`);
