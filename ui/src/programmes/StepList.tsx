import { useEffect } from "react";
import { useWords } from "../app/words";
import type { ProgrammePage } from "../api/types";
import { CommentMark } from "../comments/CommentMark";
import type { LocalText } from "../format/text";
import { AddHere } from "./AddHere";
import { AddStep } from "./AddStep";
import { ArmHead } from "./ArmHead";
import type { Days } from "./days";
import { armsOf, kindOf, type Line, type ProgrammeDocument, type Step } from "./document";
import { at, type Path } from "../draft/json";
import { samePlace } from "./places";
import { StepCard } from "./StepCard";
import type { StepState } from "./stepState";
import type { Steps } from "./useSteps";

export interface StructureProps {
  document: ProgrammeDocument;
  page: ProgrammePage;
  steps: Steps;
  days: Map<string, Days>;
  states: Map<string, StepState>;
  chosen?: string;
}

/** The steps as an indented list. */
export function StepList(props: StructureProps) {
  const { here } = props.steps;
  useEffect(() => {
    if (!here) return;
    const timer = setTimeout(() => window.document.getElementById(`step-${here.id}`)?.focus(), 30);
    return () => clearTimeout(timer);
  }, [here]);
  return <Part {...props} list={["steps"]} />;
}

/** The steps of one list; an arm of a step holds a list of its own. */
function Part(props: StructureProps & { list: Path }) {
  const { document, page, list, steps: structure, chosen, days, states } = props;
  const { t, text } = useWords();
  const found = at(document, list);
  const steps = (Array.isArray(found) ? found : []) as Step[];
  return (
    <>
      <Add {...props} index={0} />
      {steps.length === 0 && <p className="quiet small">{t(list.length === 1 ? "structure.empty" : "structure.emptyArm")}</p>}
      <ol className="plain steps">
        {steps.map((step, index) => {
          const kind = kindOf(step);
          if (kind === null) return null;
          const key = String(step.key ?? "");
          const line: Line = { line: "step", key, kind, depth: list.length, place: { list, index }, step };
          return (
            <li key={key || index}>
              <StepCard
                line={line}
                node={page.nodes.find((node) => node.key === key && node.kind !== "arm")}
                days={days.get(key)}
                state={states.get(key) ?? "ready"}
                programme={page.key}
                actions={structure.actions}
                chosen={chosen === key}
                renaming={structure.renaming === key}
                last={index === steps.length - 1}
                marks={<CommentMark about={`programme:${page.key}`} place={`steps.${key}`} label={step.name ? text(step.name as LocalText) : t(`kind.${kind}`)} />}
              />
              {armsOf(step, [...list, index]).map((arm) => (
                <div key={arm.key} className="arm" data-spot={arm.key}>
                  <ArmHead arm={arm} node={page.nodes.find((node) => node.kind === "arm" && (node.arm === arm.key || node.key === arm.key))} />
                  <Part {...props} list={arm.list} />
                </div>
              ))}
              <Add {...props} index={index + 1} />
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Add({ list, steps: { adding, actions }, index }: StructureProps & { list: Path; index: number }) {
  if (!actions.edits) return null;
  const place = { list, index };
  const here = samePlace(adding, place);
  return (
    <div className="add-here" data-open={here}>
      {here ? <AddStep choose={(kind) => actions.added(place, kind)} close={() => actions.add(null)} /> : <AddHere place={place} open={false} actions={actions} />}
    </div>
  );
}
