/** The response clock of a task: what it says and how pressing it is. */

import type { Task } from "../api/tasks";

export type Clock =
  | { says: "none" }
  | { says: "left" | "over"; days: number }
  | { says: "answered"; at: string };

export function clockOf(task: Pick<Task, "due" | "answered" | "late">, now: number): Clock {
  if (task.answered) return { says: "answered", at: task.answered };
  if (!task.due) return { says: "none" };
  const days = (Date.parse(task.due) - now) / 86_400_000;
  // The server knows the working hours: what it calls late is late.
  return task.late || days < 0 ? { says: "over", days: Math.max(0, -days) } : { says: "left", days };
}
