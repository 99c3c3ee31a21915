import { useMutation, useQueryClient } from "@tanstack/react-query";
import { announce } from "../app/announce";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { changeImprovement, promoteImprovement, vote, type Improvement, type ImprovementState } from "../api/improve";

/** What can be done to an improvement from its card and its panel. */
export function useMoves(done?: (item: Improvement) => void) {
  const { t } = useWords();
  const client = useQueryClient();
  const renew = () => client.invalidateQueries({ queryKey: ["improvements"] });
  const move = useMutation({
    mutationFn: ({ item, state, reason }: { item: Improvement; state: ImprovementState; reason?: string }) =>
      changeImprovement(item, { state, ...(reason ? { reason } : {}) }),
    onSuccess: async (after, { item, state }) => {
      await renew();
      const said = t("improve.moved", { title: after.title, state: t(`improvementState.${state}`) });
      // What was verified is not taken back by a press.
      if (state === "done") announce(said);
      else offerUndo(said, () => void changeImprovement(after, { state: item.state }).then(renew, renew));
      done?.(after);
    },
  });
  const promote = useMutation({
    mutationFn: ({ item, kind }: { item: Improvement; kind: "opportunity" | "experiment" }) => promoteImprovement(item.id, kind),
    onSuccess: async (after) => {
      await renew();
      announce(t("improve.promoted", { kind: t(`improvementKind.${after.kind}`), title: after.title }));
      done?.(after);
    },
  });
  const voting = useMutation({
    mutationFn: (item: Improvement) => vote(item.id, !item.voted),
    onSuccess: renew,
  });
  return { move, promote, voting };
}
