import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { announce } from "../app/announce";
import { Answer } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { version, versions } from "../api/programmes";
import type { ProgrammeSearch } from "./programmesSearch";
import type { Draft } from "./useDraft";

interface Props {
  draft: Draft;
  search: ProgrammeSearch;
  go: (change: Partial<ProgrammeSearch>) => void;
  edits: boolean;
}

/** Historia: published versions with what changed in words; an older one can be taken back to the draft. */
export function HistoryTab({ draft, search, go, edits }: Props) {
  const { t, text, dateTime, counted } = useWords();
  const answer = useQuery(versions(draft.page.key));
  return (
    <>
      <Answer of={answer}>
        {({ versions: rows }) =>
          rows.length === 0 ? (
            <section className="card">{t("history.none")}</section>
          ) : (
            <ol className="plain stack">
              {rows.map((row) => (
                <li key={row.version} className="card stack" style={{ gap: "0.5rem" }}>
                  <div className="row spread">
                    <h2>{t("programme.version", { n: row.version })}</h2>
                    <span className="quiet small">
                      {dateTime(row.published)} · {row.who} · {counted("node.inside", row.inside)}
                    </span>
                  </div>
                  <p>{row.note}</p>
                  {row.changes.length > 0 && (
                    <ul className="small">
                      {row.changes.map((change, index) => (
                        <li key={index}>{text(change)}</li>
                      ))}
                    </ul>
                  )}
                  <div>
                    <Button size="sm" variant="default" onClick={() => go({ version: String(row.version) })}>
                      {t("history.open", { n: row.version })}
                    </Button>
                  </div>
                </li>
              ))}
            </ol>
          )
        }
      </Answer>
      {search.version && <VersionPanel draft={draft} number={Number(search.version)} edits={edits} close={() => go({ version: undefined })} />}
    </>
  );
}

function VersionPanel({ draft, number, edits, close }: { draft: Draft; number: number; edits: boolean; close: () => void }) {
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
            <pre className="code version-body" tabIndex={0}>
              {found.body}
            </pre>
          </div>
        )}
      </Answer>
    </SidePanel>
  );
}
