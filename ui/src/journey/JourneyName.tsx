import { useEffect, useRef, useState } from "react";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { spoken, written, type Tongue } from "../draft/localText";
import { draftName, type JourneyDraft } from "./useJourneyDraft";

/** The journey's name in the heading; a press on it edits it in the reader's language. */
export function JourneyName({ draft }: { draft: JourneyDraft }) {
  const { t, text, language } = useWords();
  const edits = useEdits();
  const [editing, edit] = useState(false);
  const shown = text(draftName(draft)) || draft.page.key;
  const button = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  useEffect(() => {
    if (wasEditing.current && !editing) button.current?.focus();
    wasEditing.current = editing;
  }, [editing]);
  if (!edits || draft.document === null) return <span dir="auto">{shown}</span>;
  if (!editing) {
    return (
      <button ref={button} type="button" className="journey-name" dir="auto" title={t("journeyHead.rename")} onClick={() => edit(true)}>
        {shown}
        <span className="unseen"> – {t("journeyHead.rename")}</span>
      </button>
    );
  }
  const home: Tongue = draft.document.language === "en" ? "en" : "fi";
  const value = draft.document.name ?? draft.page.name;
  const done = (typed: string) => {
    edit(false);
    const name = typed.trim();
    if (name && name !== written(value, language, home)) draft.set(["name"], spoken(value, language, home, name), "rename");
  };
  return (
    <input
      className="journey-name-field"
      aria-label={t("journeyHead.name")}
      autoFocus
      dir="auto"
      maxLength={5000}
      defaultValue={written(value, language, home) || shown}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => done(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault(); // the button that comes instead takes the focus: it must not be pressed by the same key
        event.stopPropagation();
        if (event.key === "Enter") done(event.currentTarget.value);
        else edit(false);
      }}
    />
  );
}
