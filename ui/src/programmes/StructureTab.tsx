import { Button, SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { useWords } from "../app/words";
import { session } from "../api/queries";
import type { Tongue } from "../draft/localText";
import { daysOf } from "./days";
import { WIDE } from "./Docked";
import { find } from "./document";
import { Frame } from "./Frame";
import { ProblemPanel } from "./ProblemPanel";
import type { ProgrammeSearch } from "./programmesSearch";
import { StepList } from "./StepList";
import { useStepKeys } from "./stepKeys";
import { stepStates } from "./stepState";
import type { Draft } from "./useDraft";
import { useShown } from "./useShown";
import { useSteps } from "./useSteps";

const StepDrawer = lazy(() => import("./StepDrawer").then((m) => ({ default: m.StepDrawer })));
const Canvas = lazy(() => import("./canvas/Canvas"));

interface Props {
  draft: Draft;
  search: ProgrammeSearch;
  go: (change: Partial<ProgrammeSearch>) => void;
  edits: boolean;
}

/** Rakenne: who comes in, the steps as a chart or a list, and what is wrong with them. */
export function StructureTab({ draft, search, go, edits }: Props) {
  const { t } = useWords();
  const wide = useMediaQuery(WIDE, window.matchMedia(WIDE).matches);
  const home: Tongue = useQuery(session).data?.language === "en" ? "en" : "fi";
  const { document, page } = draft;
  const open = document && search.step ? find(document, search.step) : undefined;
  const steps = useSteps({ draft, go, edits, home });
  const { actions } = steps;
  useStepKeys(document, actions);
  const days = useMemo(() => (document ? daysOf(document) : new Map()), [document]);
  const states = useMemo(() => stepStates(page.problems), [page.problems]);
  const shown = useShown(draft, search);
  const view = search.view ?? (wide ? "chart" : "list");

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
  const structure = { document, page, steps, days, states, chosen: open?.key };
  const toggleBeside = () => {
    if (open || search.panel) return go({ step: undefined, panel: undefined });
    const key = window.document.activeElement?.closest<HTMLElement>("[data-step]")?.dataset.step;
    if (key) actions.open(key);
  };
  return (
    <div className="structure-page" data-view={view}>
      <section className={view === "list" ? "card stack steps-card" : "stack steps-card"} aria-labelledby="steps-heading">
        <div className="row spread">
          <h2 id="steps-heading">{t("structure.steps")}</h2>
          {edits && <span className="quiet small">{t("structure.slash")}</span>}
          <SegmentedControl
            size="sm"
            aria-label={t("structure.view")}
            value={view}
            onChange={(value) => go({ view: value as typeof view })}
            data={(["chart", "list"] as const).map((each) => ({ value: each, label: t(`structureView.${each}`) }))}
          />
        </div>
        {view === "list" ? (
          <StepList {...structure} />
        ) : (
          <Suspense fallback={<div className="waiting">{t("app.loading")}</div>}>
            <Canvas {...structure} label={t("canvas.label")} shown={shown} toggleBeside={toggleBeside} />
          </Suspense>
        )}
      </section>
      <div className="stack structure-side">
        <ProblemPanel
          page={page}
          document={document}
          open={(key) => {
            if (key !== null) actions.focus(key);
            go(key === null ? { panel: "frame", step: undefined } : { step: key, panel: undefined });
          }}
        />
        <Frame draft={draft} edits={edits} open={() => go({ panel: "frame" })} />
      </div>
      {open && !search.panel && (
        <Suspense>
          <StepDrawer
            key={open.key}
            draft={draft}
            line={open}
            actions={actions}
            close={() => {
              go({ step: undefined });
              actions.focus(open.key);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
