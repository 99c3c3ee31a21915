/** What the address of the task list may say. */

import { TASK_STATES, type TaskState } from "../api/tasks";
import { text } from "../people/peopleSearch";

export interface TasksSearch {
  state?: TaskState;
  owner?: string;
  task?: string;
}

export function tasksSearch(search: Record<string, unknown>): TasksSearch {
  return {
    state: TASK_STATES.find((each) => each === search.state),
    owner: text(search.owner),
    task: text(search.task),
  };
}
