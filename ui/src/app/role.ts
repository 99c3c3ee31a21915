import { useQuery } from "@tanstack/react-query";
import { session } from "../api/queries";

function useRole() {
  return useQuery(session).data?.role;
}

/** Whether the reader may change programmes, segments and settings. */
export function useEdits(): boolean {
  const role = useRole();
  return role === "editor" || role === "owner";
}

/** Whether the reader may comment and see tasks: everybody but viewers. */
export function useComments(): boolean {
  const role = useRole();
  return role !== undefined && role !== "viewer";
}

/** Whether the reader is an owner: the team, keys, the audit log, the whole workspace. */
export function useOwns(): boolean {
  return useRole() === "owner";
}
