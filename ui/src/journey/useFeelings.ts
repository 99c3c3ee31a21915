/** Emotions of the stages as assumed in the document and as told by those who answered. */

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { reportAnswer, type ReportAnswer } from "../api/reports";
import type { Mapping } from "../draft/json";
import { numberIn } from "../metrics/cell";
import { stagesOf } from "./design/cells";

export interface Felt {
  stage: string;
  assumed: number | null;
  measured: number | null;
  low: number | null;
  high: number | null;
  n: number;
}

const NOTHING = {};
const asked = reportAnswer("satisfaction", NOTHING);

/** What people answered, by stage; asked only where it is shown. */
export function useSatisfaction(live: boolean): ReportAnswer | undefined {
  return useQuery({ ...asked, enabled: live }).data;
}

export function useFeelings(document: Mapping, answered: ReportAnswer | undefined): Felt[] {
  return useMemo(() => {
    const rows = new Map(answered?.sheets.find(({ key }) => key === "curve")?.rows.map((row) => [String(row.id), row]));
    return stagesOf(document).map((stage) => {
      const row = rows.get(String(stage.key));
      const assumed = stage.emotion_assumed;
      return {
        stage: String(stage.key),
        assumed: typeof assumed === "number" && Math.abs(assumed) <= 2 ? Math.round(assumed) : null,
        measured: numberIn(row?.measured),
        low: numberIn(row?.measured_low),
        high: numberIn(row?.measured_high),
        n: numberIn(row?.n) ?? 0,
      };
    });
  }, [document.stages, answered]);
}
