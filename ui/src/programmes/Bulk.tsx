import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Failure } from "../app/Answer";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { call } from "../api/client";
import { change } from "../api/programmes";
import type { ProgrammeRow } from "../api/types";

interface Props {
  chosen: ProgrammeRow[];
  clear: () => void;
}

const runs = ({ state }: ProgrammeRow) => state === "live" || state === "shadow";
const draft = ({ state, version }: ProgrammeRow) => state === "draft" && version === null;

/** What is done to several programmes at once; each button says how many of them it is for. */
export function Bulk({ chosen, clear }: Props) {
  const { t, counted } = useWords();
  const client = useQueryClient();
  const doing = useMutation({
    mutationFn: async ({ rows, how }: { rows: ProgrammeRow[]; how: (row: ProgrammeRow) => Promise<unknown>; said: string; back?: () => void }) => {
      for (const row of rows) await how(row);
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["programmes"] }),
    onSuccess: (_, { said, back }) => {
      clear();
      if (back) offerUndo(said, back);
    },
  });
  const running = chosen.filter(runs);
  const paused = chosen.filter(({ state }) => state === "paused");
  const drafts = chosen.filter(draft);
  const resume = (rows: ProgrammeRow[]) =>
    doing.mutate({ rows, how: ({ key }) => change(key, "resume", { overdue: "spread" }), said: counted("bulk.resumed", rows.length) });
  return (
    <div className="row bulk" role="group" aria-label={t("bulk.label")}>
      <strong role="status">{counted("bulk.chosen", chosen.length)}</strong>
      <Button
        size="compact-sm"
        variant="default"
        disabled={running.length === 0}
        loading={doing.isPending}
        onClick={() =>
          doing.mutate({ rows: running, how: ({ key }) => change(key, "pause", { inside: "wait" }), said: counted("bulk.paused", running.length), back: () => resume(running) })
        }
      >
        {t("bulk.pause", { n: running.length })}
      </Button>
      <Button size="compact-sm" variant="default" disabled={paused.length === 0} onClick={() => resume(paused)}>
        {t("bulk.resume", { n: paused.length })}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        disabled={drafts.length === 0}
        onClick={async () => {
          const pages = await Promise.all(drafts.map(({ key }) => call<{ key: string; body: string }>("GET", `/api/programmes/${encodeURIComponent(key)}`)));
          const back = () =>
            doing.mutate({ rows: drafts, how: ({ key }) => call("PUT", `/api/programmes/${encodeURIComponent(key)}`, { body: pages.find((page) => page.key === key)?.body, edition: 0 }), said: "" });
          doing.mutate({ rows: drafts, how: ({ key }) => call("DELETE", `/api/programmes/${encodeURIComponent(key)}`), said: counted("bulk.removed", drafts.length), back });
        }}
      >
        {t("bulk.remove", { n: drafts.length })}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={clear}>
        {t("bulk.clear")}
      </Button>
      {doing.error && <Failure error={doing.error} />}
    </div>
  );
}
