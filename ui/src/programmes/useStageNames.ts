import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useWords } from "../app/words";
import { home } from "../api/queries";

/** Sentences of the server name stages by their quoted keys; here each gets the name that people know it by. */
export function useStageNames(): (sentence: string) => string {
  const { text } = useWords();
  const stages = useQuery(home).data?.stages;
  return useCallback(
    (sentence) => (stages ?? []).reduce((said, { key, name }) => said.replaceAll(`"${key}"`, `"${text(name)}"`), sentence),
    [stages, text],
  );
}
