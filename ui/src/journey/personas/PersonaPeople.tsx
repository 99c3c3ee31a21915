import { useQueries } from "@tanstack/react-query";
import { counting } from "../../api/segments";
import { useWords } from "../../app/words";
import type { Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { stagesOf } from "../design/cells";
import { Split } from "./Split";

/** How the people of a segment stand on the stages now. */
export function PersonaPeople({ document, segment }: { document: Mapping; segment: string }) {
  const { text } = useWords();
  const stages = stagesOf(document);
  const counts = useQueries({
    queries: stages.map(({ key }) => ({ ...counting({ all: [{ segment }, { stage: [String(key)] }] }), staleTime: 60_000 })),
  }).map(({ data }) => data?.people ?? null);
  return (
    <Split
      rows={stages.map((stage, index) => ({
        key: String(stage.key),
        name: text((stage.name ?? stage.key) as LocalText),
        people: counts[index] ?? null,
      }))}
    />
  );
}
