import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { announce } from "../../app/announce";
import { Answer, Failure } from "../../app/Answer";
import { SidePanel } from "../../app/Panel";
import { Problems } from "../../app/Problems";
import { useWords } from "../../app/words";
import { journeyEffects, publishJourney, runJourney } from "../../api/journeys";
import { figuresChanged } from "../../api/queries";
import type { JourneyEffects } from "../../api/types";
import type { JourneyDraft } from "../useJourneyDraft";
import { Changes } from "./Changes";
import { Moves } from "./Moves";

const NOTE = 500;

interface Props {
  draft: JourneyDraft;
  close: () => void;
}

/** Before a version goes out: what changes, who would move, what stands in the way, and a note. */
export function PublishPanel({ draft, close }: Props) {
  const { t } = useWords();
  const [ready, setReady] = useState(false);
  // The effects are of what is saved: what is still being typed goes first.
  useEffect(() => {
    void draft.flush().then(setReady);
  }, []);
  const effects = useQuery({ ...journeyEffects(draft.page.key), enabled: ready });
  return (
    <SidePanel title={t(draft.page.running ? "journeyPublish.title" : "journeyPublish.runTitle")} close={close}>
      <Answer of={effects}>{(found) => <Form draft={draft} effects={found} close={close} />}</Answer>
    </SidePanel>
  );
}

function Form({ draft, effects, close }: Props & { effects: JourneyEffects }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const { key, running } = draft.page;
  const done = async ({ version }: { version: number }) => {
    announce(t("journeyPublish.done", { n: version }));
    await figuresChanged(client);
    close();
  };
  const publishing = useMutation({ mutationFn: () => publishJourney(key, note.trim(), effects.edition), onSuccess: done });
  const taking = useMutation({ mutationFn: () => runJourney(key, note.trim()), onSuccess: done });
  const wrong = effects.problems.filter(({ level }) => level === "error");
  const idle = running && effects.nothing_new;
  const bad = effects.blocked || idle || !note.trim();
  const error = publishing.error ?? taking.error;
  return (
    <div className="stack">
      {!running && <p className="quiet">{t("journeyPublish.runWhat")}</p>}
      {wrong.length > 0 && (
        <section className="stack">
          <h3>{t("journeyPublish.blocked")}</h3>
          <Problems of={wrong} where={false} />
        </section>
      )}
      <section>
        <h3>{t("journeyPublish.changes")}</h3>
        <Changes of={effects.changes} none={t(idle ? "journeyPublish.nothingNew" : "journeyPublish.noWords")} />
      </section>
      {!effects.blocked && <Moves effects={effects} />}
      <Textarea
        label={t("journeyPublish.note")}
        description={t("journeyPublish.noteWhat")}
        rows={2}
        maxLength={NOTE}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {error && <Failure error={error} />}
      <div className="row">
        {running ? (
          <Button disabled={bad} loading={publishing.isPending} onClick={() => publishing.mutate()}>
            {t("journeyPublish.go")}
          </Button>
        ) : (
          <>
            <Button disabled={bad} loading={taking.isPending} onClick={() => taking.mutate()}>
              {t("journeyPublish.goRun")}
            </Button>
            <Button variant="default" disabled={bad || effects.nothing_new} loading={publishing.isPending} onClick={() => publishing.mutate()}>
              {t("journeyPublish.goVersion")}
            </Button>
          </>
        )}
        <Button variant="default" onClick={close}>
          {t("app.cancel")}
        </Button>
        {!idle && !effects.blocked && !note.trim() && <span className="small quiet">{t("journeyPublish.needsNote")}</span>}
      </div>
    </div>
  );
}
