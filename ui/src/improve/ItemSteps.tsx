import { Button, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { changeImprovement, STATES, type Improvement } from "../api/improve";
import type { Go } from "./ImproveScreen";
import { useMoves } from "./useMoves";

const NEXT = { idea: "opportunity", friction: "opportunity", opportunity: "experiment" } as const;

/** The way on: every state by a button, what it can become, and closing with a written reason. */
export function ItemSteps({ item, go }: { item: Improvement; go: Go }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const { move, promote } = useMoves((after) => after.id !== item.id && go({ open: String(after.id) }));
  const hiding = useMutation({
    mutationFn: () => changeImprovement(item, { hidden: !item.hidden }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["improvements"] }),
  });
  const next = item.kind === "experiment" || item.continued || item.state === "done" || item.state === "rejected" ? null : NEXT[item.kind];
  const error = move.error ?? promote.error ?? hiding.error;
  const open = item.state !== "done";
  return (
    <section className="stack finish" aria-label={t("improve.steps")}>
      <h3>{t("improve.steps")}</h3>
      <div className="row">
        {next && (
          <Button variant="default" loading={promote.isPending} onClick={() => promote.mutate({ item, kind: next })}>
            {t(`improvePromote.${next}`)}
          </Button>
        )}
        {STATES.filter((state) => state !== item.state).map((state) => (
          <Button key={state} variant="default" size="compact-sm" disabled={move.isPending} onClick={() => move.mutate({ item, state })}>
            {t(`improveMove.${state}`)}
          </Button>
        ))}
        {item.kind === "idea" && (
          <Button variant="default" size="compact-sm" loading={hiding.isPending} onClick={() => hiding.mutate()}>
            {item.hidden ? t("improve.show") : t("improve.hide")}
          </Button>
        )}
      </div>
      {error && <Failure error={error} />}
      {open && (
        <form
          className="stack"
          style={{ gap: "0.5rem" }}
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim()) move.mutate({ item, state: "done", reason: reason.trim() });
          }}
        >
          <Textarea
            label={t("improve.reason")}
            description={t("improve.reasonWhat")}
            value={reason}
            maxLength={2_000}
            rows={2}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" variant="default" disabled={!reason.trim()} loading={move.isPending}>
              {t("improve.closeByReason")}
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
