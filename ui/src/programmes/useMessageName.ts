import { useQuery } from "@tanstack/react-query";
import { useWords } from "../app/words";
import { programme } from "../api/programmes";

/** The names of a programme and of its step as people know them; their keys when nothing else is known. */
export function useMessageName(key: string | null | undefined, node: string | null | undefined, otherwise: string): { programme: string; message: string } {
  const { text } = useWords();
  const page = useQuery({ ...programme(key ?? ""), enabled: Boolean(key), refetchInterval: false, staleTime: 60_000, retry: false }).data;
  const step = page?.nodes.find((each) => each.key === node);
  return { programme: page ? text(page.name) : (key ?? ""), message: step?.name ? text(step.name) : otherwise };
}
