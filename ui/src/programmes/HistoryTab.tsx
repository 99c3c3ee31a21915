import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { versions } from "../api/programmes";
import type { ProgrammeSearch } from "./programmesSearch";
import type { Draft } from "./useDraft";
import { Compare, VersionPanel } from "./VersionPanel";

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
      {answer.data && answer.data.versions.length > 0 && (
        <Compare programme={draft.page.key} rows={answer.data.versions} before={search.against} after={search.version} choose={(before, after) => go({ against: before, version: after })} />
      )}
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
                    <Button size="sm" variant="default" onClick={() => go({ version: String(row.version), against: undefined })}>
                      {t("history.open", { n: row.version })}
                    </Button>
                  </div>
                </li>
              ))}
            </ol>
          )
        }
      </Answer>
      {search.version && !search.against && <VersionPanel draft={draft} number={Number(search.version)} edits={edits} close={() => go({ version: undefined })} />}
    </>
  );
}

