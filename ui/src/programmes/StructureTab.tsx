import { Button } from "@mantine/core";
import { lazy, Suspense, useEffect, useState } from "react";
import { useShortcutsOn } from "../app/preferences";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import { blank, duplicate, find, insert, move, outline, remove, type Kind, type Line, type Place } from "./document";
import { Frame } from "./Frame";
import { ProblemPanel } from "./ProblemPanel";
import type { ProgrammeSearch } from "./programmesSearch";
import { StepList, type StructureActions } from "./StepList";
import type { Draft } from "./useDraft";

const StepDrawer = lazy(() => import("./StepDrawer").then((m) => ({ default: m.StepDrawer })));

interface Props {
  draft: Draft;
  search: ProgrammeSearch;
  go: (change: Partial<ProgrammeSearch>) => void;
  edits: boolean;
}

/** Rakenne: who comes in, the steps as an indented list, and what is wrong with them. */
export function StructureTab({ draft, search, go, edits }: Props) {
  const { t, text } = useWords();
  const [adding, setAdding] = useState<Place | null>(null);
  const { document, page } = draft;
  const open = document && search.step ? find(document, search.step) : undefined;
  const focusStep = (key: string) => setTimeout(() => window.document.getElementById(`step-${key}`)?.focus(), 30);
  const nameOf = (line: Line) => (line.step.name ? text(line.step.name as string) : t(`kind.${line.kind}`));

  const actions: StructureActions = {
    edits,
    open: (key) => go({ step: key }),
    add: setAdding,
    added: (place: Place, kind: Kind) => {
      if (!document) return;
      const made = insert(document, place, blank(kind));
      draft.change(made.document);
      setAdding(null);
      go({ step: made.key });
    },
    move: (line, by) => {
      if (!document) return;
      draft.change(move(document, line.place, by));
      focusStep(line.key);
    },
    duplicate: (line) => {
      if (!document) return;
      const made = duplicate(document, line.place);
      draft.change(made.document);
      focusStep(made.key);
    },
    remove: (line) => {
      if (!document) return;
      const lines = outline(document).filter((each) => each.line === "step");
      const next = lines[lines.findIndex(({ key }) => key === line.key) - 1] ?? lines[1];
      const before = document;
      draft.change(remove(document, line.place));
      go({ step: undefined });
      offerUndo(t("step.removed", { name: nameOf(line) }), () => draft.change(before));
      if (next) focusStep(next.key);
    },
  };

  useSlash(edits && !open, () => {
    const focused = window.document.activeElement?.closest<HTMLElement>("[data-step]")?.dataset.step;
    const line = document && focused ? find(document, focused) : undefined;
    setAdding(line ? { ...line.place, index: line.place.index + 1 } : { list: ["steps"], index: document?.steps.length ?? 0 });
  });

  if (!document) {
    return (
      <section className="card stack">
        <p>{t("programme.unreadable")}</p>
        <div>
          <Button onClick={() => go({ panel: "source" })}>{t("action.source")}</Button>
        </div>
        <ProblemPanel page={page} document={null} open={() => go({ panel: "source" })} />
      </section>
    );
  }
  return (
    <div className="structure-page">
      <div className="stack">
        <Frame draft={draft} edits={edits} open={() => go({ panel: "frame" })} />
        <section className="card stack" aria-labelledby="steps-heading">
          <div className="row spread">
            <h2 id="steps-heading">{t("structure.steps")}</h2>
            {edits && <span className="quiet small">{t("structure.slash")}</span>}
          </div>
          <StepList document={document} page={page} list={["steps"]} adding={adding} actions={actions} chosen={search.step} />
        </section>
      </div>
      <ProblemPanel page={page} document={document} open={(key) => go(key === null ? { panel: "frame" } : { step: key })} />
      {open && (
        <Suspense>
          <StepDrawer key={open.key} draft={draft} line={open} actions={actions} close={() => go({ step: undefined })} />
        </Suspense>
      )}
    </div>
  );
}

/** `/` inserts a step, outside text fields and while letters are on. */
function useSlash(on: boolean, insertHere: () => void): void {
  const letters = useShortcutsOn();
  useEffect(() => {
    if (!on || !letters) return;
    const pressed = (event: KeyboardEvent) => {
      const field = event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key !== "/" || field || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      insertHere();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  });
}
