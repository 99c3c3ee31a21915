/** What an owner sets without the machine: polku.toml, as far as the screen shows it. */

import { queryOptions } from "@tanstack/react-query";
import { call } from "./client";
import type { components } from "./schema";

type Shapes = components["schemas"];
export type SettingsBody = Shapes["SettingsBody"];
export type SettingsValues = Shapes["SettingsValues"];

export const settings = queryOptions({
  queryKey: ["settings"],
  queryFn: ({ signal }) => call<SettingsBody>("GET", "/api/settings", undefined, signal),
});

export const saveSettings = (edition: string, values: SettingsValues) => call<SettingsBody>("PUT", "/api/settings", { edition, values });
export const testMail = (address: string) => call<void>("POST", "/api/settings/test", { address });
