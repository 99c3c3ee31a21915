import { useQuery } from "@tanstack/react-query";
import type { Tongue } from "../draft/localText";
import { session } from "../api/queries";

/** The language in which a plain text of the document is written: the workspace's own. */
export function useHome(): Tongue {
  return useQuery(session).data?.language === "en" ? "en" : "fi";
}
