import { Button, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { announce } from "../app/announce";
import { Answer } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { differences, version } from "../api/programmes";
import type { VersionBody, Versions } from "../api/types";
import { readYaml } from "../draft/yamlText";
import { daysOf } from "./days";
import { withKeys, type ProgrammeDocument } from "./document";
import type { Draft } from "./useDraft";
import { useSteps } from "./useSteps";

const Canvas = lazy(() => import("./canvas/Canvas"));
const NO_STATES = new Map();

/** A published version as a chart and as text, before it is taken back to the draft. */
export function VersionPanel({ draft, number, edits, close }: { draft: Draft; number: number; edits: boolean; close: () => void }) {
  const { t, dateTime } = useWords();
  const answer = useQuery(version(draft.page.key, number));
  return (
    <SidePanel title={t("programme.version", { n: number })} close={close}>
      <Answer of={answer}>
        {(found) => (
          <div className="stack">
            <p className="quiet small">
              {dateTime(found.published)} · {found.who} · {found.note}
            </p>
            {edits && (
              <div>
                <Button
                  onClick={() => {
                    const before = draft.text;
                    draft.write(found.body);
                    close();
                    announce(t("history.restored", { n: number }));
                    offerUndo(t("history.restored", { n: number }), () => draft.write(before));
                  }}
                >
                  {t("history.restore")}
                </Button>
              </div>
            )}
            <OldChart draft={draft} body={found.body} said={found.words} number={number} />
            <details>
              <summary>{t("action.source")}</summary>
              <pre className="code version-body" tabIndex={0}>
                {found.body}
              </pre>
            </details>
          </div>
        )}
      </Answer>
    </SidePanel>
  );
}

const NOTHING = () => undefined;

/** The steps of an old text, to look at: without figures, which are of the version that runs. */
function OldChart({ draft, body, said, number }: { draft: Draft; body: string; said: VersionBody["words"]; number: number }) {
  const { t } = useWords();
  const document = useMemo(() => {
    const value = readYaml(body).value as ProgrammeDocument | undefined;
    return value && Array.isArray(value.steps) ? withKeys(value) : null;
  }, [body]);
  const days = useMemo(() => (document ? daysOf(document) : new Map()), [document]);
  const steps = useSteps({ draft, go: NOTHING, edits: false, home: "fi" });
  const page = useMemo(() => ({ ...draft.page, nodes: [] }), [draft.page]);
  if (!document) return null;
  return (
    <Suspense fallback={<div className="waiting">{t("app.loading")}</div>}>
      <Canvas document={document} page={page} steps={steps} days={days} states={NO_STATES} label={t("history.chart", { n: number })} said={said} plain />
    </Suspense>
  );
}

interface CompareProps {
  programme: string;
  rows: Versions["versions"];
  before?: string;
  after?: string;
  choose: (before: string | undefined, after: string | undefined) => void;
}

/** What differs between two versions, or between one and the draft, in words. */
export function Compare({ programme, rows, before, after, choose }: CompareProps) {
  const { t, text } = useWords();
  const asked = useQuery({ ...differences(programme, before ?? "", after ?? "draft"), enabled: before !== undefined });
  const numbers = rows.map((row) => ({ value: String(row.version), label: t("programme.version", { n: row.version }) }));
  return (
    <section className="card stack" style={{ gap: "0.6rem" }} aria-labelledby="compare-heading">
      <h2 id="compare-heading">{t("history.compare")}</h2>
      <div className="pair">
        <NativeSelect
          label={t("history.before")}
          value={before ?? ""}
          onChange={(event) => choose(event.currentTarget.value || undefined, event.currentTarget.value ? after : undefined)}
          data={[{ value: "", label: t("trigger.choose") }, ...numbers]}
        />
        <NativeSelect
          label={t("history.after")}
          value={after ?? "draft"}
          disabled={before === undefined}
          onChange={(event) => choose(before, event.currentTarget.value === "draft" ? undefined : event.currentTarget.value)}
          data={[{ value: "draft", label: t("history.draft") }, ...numbers]}
        />
      </div>
      <div aria-live="polite">
        {before !== undefined && (
          <Answer of={asked}>
            {({ changes }) =>
              changes.length === 0 ? (
                <p className="quiet">{t("history.same")}</p>
              ) : (
                <ul>
                  {changes.map((change, index) => (
                    <li key={index}>{text(change)}</li>
                  ))}
                </ul>
              )
            }
          </Answer>
        )}
      </div>
    </section>
  );
}
