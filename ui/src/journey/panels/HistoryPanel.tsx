import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { announce } from "../../app/announce";
import { Answer, Failure } from "../../app/Answer";
import { SidePanel } from "../../app/Panel";
import { useEdits } from "../../app/role";
import { useWords } from "../../app/words";
import { journeyVersions, nameVersion } from "../../api/journeys";
import type { JourneyVersion } from "../../api/types";
import type { JourneyDraft } from "../useJourneyDraft";
import { Changes } from "./Changes";
import { VersionView } from "./VersionView";

interface Props {
  draft: JourneyDraft;
  close: () => void;
  /** The field for a name has the focus. */
  naming?: boolean;
}

interface Chosen {
  version: number;
  named: boolean;
}

/** Versions with what changed in words; one is looked at before it is taken back to the draft. */
export function HistoryPanel({ draft, close, naming = false }: Props) {
  const { t } = useWords();
  const edits = useEdits();
  const answer = useQuery(journeyVersions(draft.page.key));
  const [chosen, choose] = useState<Chosen | null>(null);
  return (
    <SidePanel title={t("journeyHistory.title")} close={close}>
      {chosen ? (
        <VersionView draft={draft} {...chosen} back={() => choose(null)} close={close} />
      ) : (
        <div className="stack">
          {edits && <NameVersion draft={draft} focused={naming} />}
          <Answer of={answer}>
            {({ versions, named }) => (
              <>
                <Rows title={t("journeyHistory.named")} of={named} open={(version) => choose({ version, named: true })} named />
                <Rows title={t("journeyHistory.published")} of={versions} open={(version) => choose({ version, named: false })} none={t("journeyHistory.none")} />
              </>
            )}
          </Answer>
        </div>
      )}
    </SidePanel>
  );
}

function NameVersion({ draft, focused }: { draft: JourneyDraft; focused: boolean }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const keeping = useMutation({
    mutationFn: async () => {
      await draft.flush();
      return nameVersion(draft.page.key, name.trim());
    },
    onSuccess: () => {
      announce(t("journeyHistory.kept"));
      setName("");
      void client.invalidateQueries({ queryKey: journeyVersions(draft.page.key).queryKey });
    },
  });
  return (
    <form
      className="stack"
      style={{ gap: "0.5rem" }}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) keeping.mutate();
      }}
    >
      <TextInput
        label={t("journeyHistory.name")}
        description={t("journeyHistory.nameWhat")}
        data-autofocus={focused || undefined}
        maxLength={500}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {keeping.error && <Failure error={keeping.error} />}
      <div>
        <Button type="submit" size="sm" variant="default" disabled={!name.trim()} loading={keeping.isPending}>
          {t("journeyHistory.keep")}
        </Button>
      </div>
    </form>
  );
}

function Rows({ title, of, open, none, named = false }: { title: string; of: JourneyVersion[]; open: (version: number) => void; none?: string; named?: boolean }) {
  const { t, dateTime } = useWords();
  if (of.length === 0) return none ? <p className="quiet">{none}</p> : null;
  return (
    <section className="stack" style={{ gap: "0.6rem" }}>
      <h3>{title}</h3>
      <ol className="plain stack" style={{ gap: "0.75rem" }}>
        {of.map((row) => (
          <li key={row.version} className="card stack" style={{ gap: "0.4rem" }}>
            <div className="row spread">
              <strong>{named ? <span dir="auto">{row.note}</span> : t("journeyHead.version", { n: row.version })}</strong>
              <span className="quiet small">
                {dateTime(row.published)} · {row.by_file ? t("journeyHistory.file") : row.who}
              </span>
            </div>
            {!named && <p dir="auto">{row.by_file && !row.note ? t("journeyHistory.byFile") : row.note}</p>}
            <Changes of={row.changes} />
            <div>
              <Button size="compact-sm" variant="default" onClick={() => open(row.version)}>
                {t("journeyHistory.open")}
                <span className="unseen">: {named ? row.note : t("journeyHead.version", { n: row.version })}</span>
              </Button>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
