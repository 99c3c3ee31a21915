import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { announce } from "../../app/announce";
import { Answer } from "../../app/Answer";
import { Problems } from "../../app/Problems";
import { useEdits } from "../../app/role";
import { offerUndo } from "../../app/Toast";
import { useWords } from "../../app/words";
import { journeyVersion } from "../../api/journeys";
import type { JourneyDraft } from "../useJourneyDraft";
import { Changes } from "./Changes";

interface Props {
  draft: JourneyDraft;
  version: number;
  named: boolean;
  back: () => void;
  close: () => void;
}

/** A version before it is restored: what taking it back would change in the draft, and its text. */
export function VersionView({ draft, version, named, back, close }: Props) {
  const { t, dateTime } = useWords();
  const edits = useEdits();
  const answer = useQuery(journeyVersion(draft.page.key, version, named));
  return (
    <div className="stack">
      <div>
        <Button size="compact-sm" variant="subtle" onClick={back}>
          ← {t("journeyHistory.back")}
        </Button>
      </div>
      <Answer of={answer}>
        {(found) => {
          const called = named ? found.note : t("journeyHead.version", { n: found.version });
          const same = found.body === draft.text;
          return (
            <>
              <h3 dir="auto">{called}</h3>
              <p className="quiet small" dir="auto">
                {dateTime(found.published)} · {found.by_file ? t("journeyHistory.file") : found.who}
                {!named && found.note && ` · ${found.note}`}
              </p>
              <section>
                <h4 className="small">{t("journeyHistory.restoring")}</h4>
                <Changes of={found.restoring} none={t(same ? "journeyHistory.same" : "journeyHistory.noWords")} />
              </section>
              {found.problems.some(({ level }) => level === "error") && <Problems of={found.problems} />}
              {edits && !same && (
                <div>
                  <Button
                    onClick={() => {
                      const before = draft.text;
                      draft.write(found.body, null);
                      const said = t("journeyHistory.restored", { name: called });
                      close();
                      announce(said);
                      offerUndo(said, () => draft.write(before, null));
                    }}
                  >
                    {t("journeyHistory.restore")}
                  </Button>
                </div>
              )}
              <pre className="code version-body" tabIndex={0} aria-label={t("journeySource.title")}>
                {found.body}
              </pre>
            </>
          );
        }}
      </Answer>
    </div>
  );
}
