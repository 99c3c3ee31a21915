/** Setting the goal of a journey. It takes effect at once, so the draft is saved first. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiProblem } from "../../api/client";
import { journeyPage, RUNNING, setGoal } from "../../api/journeys";
import { figuresChanged } from "../../api/queries";
import type { Problem } from "../../api/types";
import type { Json } from "../../draft/json";
import type { JourneyDraft } from "../useJourneyDraft";

export interface Asked {
  goal: Json;
  park: boolean;
}

export interface Setting {
  set: (asked: Asked, done?: () => void) => void;
  pending: boolean;
  error: unknown;
  /** Another goal is active: what was asked, and the server's words. */
  second: { asked: Asked; problem: Problem } | null;
}

export function useGoal(draft: JourneyDraft): Setting {
  const client = useQueryClient();
  const { key } = draft.page;
  const setting = useMutation({
    mutationFn: async ({ goal, park }: Asked) => {
      await draft.flush();
      return setGoal(key, goal, park);
    },
    onSuccess: async (page) => {
      client.setQueryData(journeyPage(key).queryKey, page);
      if (page.running) client.setQueryData(journeyPage(RUNNING).queryKey, page);
      void figuresChanged(client); // the figures take their time; the goal is set already
    },
  });
  const { error, variables } = setting;
  const problem = error instanceof ApiProblem && error.status === 409 ? error.problems.find(({ code }) => code.endsWith(".second-goal")) : undefined;
  return {
    set: (asked, done) => setting.mutate(asked, { onSuccess: done }),
    pending: setting.isPending,
    error: problem ? null : error,
    second: problem && variables ? { asked: variables, problem } : null,
  };
}
