import { NativeSelect } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { preview } from "../api/programmes";
import { session } from "../api/queries";
import type { InventedPerson, Preview } from "../api/types";
import type { Whom } from "../message/invented";
import { InventPerson } from "../message/InventPerson";
import { Contents, Verdict } from "../message/MessagePreview";
import { Docked } from "./Docked";
import type { LocalText } from "../format/text";
import { outline } from "./document";
import type { Tongue } from "../draft/localText";
import { PersonPick } from "./PersonPick";
import type { ProgrammeSearch } from "./programmesSearch";
import { TestSendForm } from "./TestSendForm";
import type { Draft } from "./useDraft";
import { wayKey } from "./useShown";

interface Props {
  draft: Draft;
  search: ProgrammeSearch;
  go: (change: Partial<ProgrammeSearch>) => void;
  close: () => void;
}

/** The draft as one person would meet it: the way they would go, the message as it comes, and what the policy says. */
export function PreviewPanel({ draft, search, go, close }: Props) {
  const { t, text } = useWords();
  const [tongue, setTongue] = useState<Tongue | null>(null); // none: the one that the person reads
  const lines = draft.document ? outline(draft.document) : [];
  const messages = lines.filter(({ line, kind }) => line === "step" && ["send", "survey", "offer"].includes(kind));
  const node = messages.find(({ key }) => key === search.node)?.key ?? messages[0]?.key ?? null;
  const [made, invent] = useState<InventedPerson | null>(null);
  const [described] = useDebouncedValue(made, 400);
  const whom: Whom | null = made ? { invented: described ?? made } : search.person ? { person: search.person } : null;
  const asked = useQuery({
    ...preview(draft.page.key, { ...(whom ?? { person: "" }), node, language: tongue ?? undefined, body: draft.text }),
    enabled: whom !== null,
  });
  const client = useQueryClient();
  const home: Tongue = useQuery(session).data?.language === "en" ? "en" : "fi";
  useEffect(() => {
    client.setQueryData(wayKey(draft.page.key), asked.data ?? null);
  }, [asked.data]);
  const nameOf = (key: string) => {
    const line = lines.find((each) => each.key === key);
    const said = draft.page.nodes.find((each) => each.key === key || each.arm === key)?.words;
    return line?.line === "step" && line.step.name ? text(line.step.name as LocalText) : said ? text(said) : key;
  };
  return (
    <Docked title={t("action.preview")} close={close}>
      <div className="stack">
        <PersonPick
          programme={draft.page.key}
          chosen={made ? undefined : search.person}
          choose={(person) => {
            invent(null);
            go({ person });
          }}
        />
        <InventPerson of={made} change={invent} tongue={home} />
        <div className="pair">
          <NativeSelect
            label={t("preview.message")}
            value={node ?? ""}
            onChange={(event) => go({ node: event.currentTarget.value })}
            data={messages.length ? messages.map(({ key }) => ({ value: key, label: nameOf(key) })) : [{ value: "", label: t("preview.noMessages") }]}
          />
          <NativeSelect
            label={t("step.language")}
            value={tongue ?? ""}
            onChange={(event) => setTongue((event.currentTarget.value || null) as Tongue | null)}
            data={[
              { value: "", label: t("preview.theirLanguage") },
              { value: "fi", label: t("step.inFinnish") },
              { value: "en", label: t("step.inEnglish") },
            ]}
          />
        </div>
        {whom ? (
          <Answer of={asked}>
            {(found) => (
              <>
                <Shown of={found} nameOf={nameOf} tongue={tongue ?? undefined} />
                {node && <TestSendForm draft={draft} whom={whom} node={node} language={tongue ?? undefined} />}
              </>
            )}
          </Answer>
        ) : (
          <p className="quiet">{t("preview.choose")}</p>
        )}
      </div>
    </Docked>
  );
}

function Shown({ of: found, nameOf, tongue }: { of: Preview; nameOf: (key: string) => string; tongue?: Tongue }) {
  const { t } = useWords();
  return (
    <>
      <Verdict of={found} />
      {found.path.length > 0 && (
        <details>
          <summary>{t("preview.path")}</summary>
          <ol className="lit-path">
            {found.path.map((key, index) => (
              <li key={`${key}${index}`} data-here={key === found.node}>
                {nameOf(key)}
                {key === found.node && <span className="unseen"> {t("preview.here")}</span>}
              </li>
            ))}
          </ol>
        </details>
      )}
      <Contents of={found} tongue={tongue} />
    </>
  );
}
