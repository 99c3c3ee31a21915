import { useQuery } from "@tanstack/react-query";
import { journeyPage, RUNNING } from "../api/journeys";
import type { LocalText } from "../format/text";

export interface StageName {
  key: string;
  name: LocalText;
}

/** The stages of a journey in their order, as published or drawn. */
export function useStages(journey?: string): StageName[] {
  const page = useQuery(journeyPage(journey ?? RUNNING)).data;
  const stages = (page?.document as { stages?: { key: string; name?: LocalText }[] } | null | undefined)?.stages ?? [];
  return stages.map(({ key, name }) => ({ key, name: name ?? key }));
}
