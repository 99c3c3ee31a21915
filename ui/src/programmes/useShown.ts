/** What is laid over the chart: the way of the person in the preview, or what the trial over history did. */

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { DryRun, Preview } from "../api/types";
import { useWords } from "../app/words";
import type { Shown } from "./canvas/useFlowNodes";
import { dayOnWay, metOnWay } from "./days";
import type { ProgrammeSearch } from "./programmesSearch";
import type { Draft } from "./useDraft";

/** Under these the panels leave what they found, for as long as the screen. */
export const trialKey = (programme: string) => ["programme", programme, "trial"] as const;
export const wayKey = (programme: string) => ["programme", programme, "way"] as const;

const DAY_MS = 86_400_000;

export function useShown({ page: { key }, document }: Draft, { panel }: ProgrammeSearch): Shown | undefined {
  const { date } = useWords();
  const trial = useQuery<DryRun | null>({ queryKey: trialKey(key), queryFn: () => null, enabled: false }).data;
  const preview = useQuery<Preview | null>({ queryKey: wayKey(key), queryFn: () => null, enabled: false }).data;
  return useMemo(() => {
    if (panel === "preview" && preview && document) {
      const days = dayOnWay(document, preview.path);
      return {
        way: preview.path,
        met: metOnWay(document, preview.path),
        dates: new Map([...days].map(([id, day]) => [id, date(new Date(Date.now() + day * DAY_MS).toISOString())])),
      };
    }
    if (panel === "dry-run" && trial) return { trial: new Map(trial.by_node.map(({ node, passed, messages }) => [node, { passed, messages }])) };
    return undefined;
  }, [panel, preview, trial, document, date]);
}
