/** Reports: the menu with its words, what the filter may be, and answers. */

import { queryOptions } from "@tanstack/react-query";
import { writeAddress, type Search } from "../app/address";
import { call } from "./client";
import type { components } from "./schema";

type Shapes = components["schemas"];

export type MenuItem = Shapes["MenuItem"];
export type Parameter = Shapes["ParameterBody"];
export type ReportColumn = Shapes["ColumnBody"];
export type Kind = ReportColumn["kind"];
export type Cell = unknown;
export type ReportRow = { [key: string]: Cell };
export type Sheet = Omit<Shapes["SheetBody"], "rows"> & { rows: ReportRow[] };
export type Figure = Shapes["FigureBody"];
export type Chart = Shapes["ChartBody"];
export type ReportOptions = Shapes["Options"];
export type Option = Shapes["OptionBody"];
export type Compared = Omit<Shapes["ComparedBody"], "sheets"> & { sheets: Sheet[] };
export type ReportAnswer = Omit<Shapes["AnswerBody"], "sheets" | "compared"> & { sheets: Sheet[]; compared: Compared | null };

export const reportMenu = queryOptions({
  queryKey: ["reports", "menu"],
  queryFn: ({ signal }) => call<MenuItem[]>("GET", "/api/reports", undefined, signal),
  staleTime: Infinity,
});

export const reportOptions = queryOptions({
  queryKey: ["reports", "options"],
  queryFn: ({ signal }) => call<ReportOptions>("GET", "/api/reports/options", undefined, signal),
  staleTime: 60_000,
});

/** `search` is the query of the address: the server reads the same names. */
export const reportAnswer = (key: string, search: Search) =>
  queryOptions<ReportAnswer, Error, ReportAnswer, (string | Search)[]>({
    queryKey: ["reports", "answer", key, search],
    queryFn: ({ signal }) => call<ReportAnswer>("GET", `/api/reports/${encodeURIComponent(key)}${writeAddress(search)}`, undefined, signal),
    placeholderData: (before) => (before?.report === key ? before : undefined),
    staleTime: 60_000,
    retry: false,
  });
