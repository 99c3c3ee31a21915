import { Button, SegmentedControl } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Failure } from "../app/Answer";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { dryRun } from "../api/programmes";
import type { DryRun } from "../api/types";
import { Docked } from "./Docked";
import type { LocalText } from "../format/text";
import { outline } from "./document";
import { Reasons } from "./Reasons";
import type { Draft } from "./useDraft";
import { trialKey } from "./useShown";

/** The draft over the last days of real events, without sending: what it would have done. */
export function DryRunPanel({ draft, close }: { draft: Draft; close: () => void }) {
  const { t, days: length, number, counted } = useWords();
  const [days, setDays] = useState("90");
  const client = useQueryClient();
  const running = useMutation({
    mutationFn: () => dryRun(draft.page.key, Number(days), draft.text),
    // The chart shows the same figures by step.
    onSuccess: (result) => client.setQueryData(trialKey(draft.page.key), result),
  });
  return (
    <Docked title={t("dryRun.title")} close={close}>
      <div className="stack">
        <p className="quiet">{t("dryRun.what")}</p>
        <div className="row">
          <SegmentedControl
            size="sm"
            aria-label={t("dryRun.days")}
            value={days}
            onChange={setDays}
            data={["30", "90", "365"].map((each) => ({ value: each, label: length(Number(each)) }))}
          />
          <Button loading={running.isPending} onClick={() => running.mutate()}>
            {t("dryRun.run")}
          </Button>
        </div>
        <div aria-live="polite">{running.data && <Result of={running.data} draft={draft} />}</div>
        {running.data && (
          <p className="small quiet">
            {t("dryRun.took", { seconds: number(running.data.seconds, 1) })} {counted("dryRun.holdout", running.data.holdout)}
          </p>
        )}
        {running.error && <Failure error={running.error} />}
      </div>
    </Docked>
  );
}

function Result({ of: result, draft }: { of: DryRun; draft: Draft }) {
  const { t, text, textLang, counted, number } = useWords();
  const lines = draft.document ? outline(draft.document) : [];
  const nameOf = (key: string) => {
    const line = lines.find((each) => each.line === "step" && each.key === key);
    if (!line) return key;
    const words = draft.page.nodes.find((node) => node.key === key)?.words;
    return line.step.name ? text(line.step.name as LocalText) : words ? text(words) : t(`kind.${line.kind}`);
  };
  return (
    <div className="stack">
      {result.problems.length > 0 && <Problems of={result.problems} where={false} />}
      <p className="dry-sentence" lang={textLang(result.words)}>
        {text(result.words)}
      </p>
      <p>
        {counted("dryRun.entered", result.entered)} · {counted("dryRun.reached", result.reached)}
      </p>
      <div className="scroll" role="group" aria-label={t("dryRun.bySteps")} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("structure.step")}</th>
              <th scope="col" className="end">{t("dryRun.passed")}</th>
              <th scope="col" className="end">{t("dryRun.messages")}</th>
            </tr>
          </thead>
          <tbody>
            {result.by_node.map(({ node, passed, messages }) => (
              <tr key={node}>
                <th scope="row">{nameOf(node)}</th>
                <td className="end number">{number(passed)}</td>
                <td className="end number">{number(messages)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <section>
        <h3>{t("publish.held")}</h3>
        <Reasons of={result.refused} none={t("publish.noneHeld")} />
      </section>
    </div>
  );
}
