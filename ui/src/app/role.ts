import { useQuery } from "@tanstack/react-query";
import { session } from "../api/queries";

/** Whether the reader may change programmes, segments and settings. */
export function useEdits(): boolean {
  const role = useQuery(session).data?.role;
  return role === "editor" || role === "owner";
}
