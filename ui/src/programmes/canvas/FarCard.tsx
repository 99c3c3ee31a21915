import { createContext, useContext } from "react";
import { useWords } from "../../app/words";
import type { LocalText } from "../../format/text";
import type { Line } from "../document";
import { ICONS } from "../steps";
import { pressedOnStep } from "../stepKeys";
import type { StepState } from "../stepState";
import type { StructureActions } from "../useSteps";

/** Whether the chart is seen from so far that only names can be read. */
export const Far = createContext(false);
export const useFar = () => useContext(Far);
export const FAR_BELOW = 0.45;

interface Props {
  line: Line;
  state: StepState;
  chosen: boolean;
  actions: StructureActions;
  tabIndex: number;
}

/** A step from afar: its kind, its name in large letters, and whether it is ready. */
export function FarCard({ line, state, chosen, actions, tabIndex }: Props) {
  const { t, text } = useWords();
  const Icon = ICONS[line.kind as keyof typeof ICONS];
  const name = line.step.name ? text(line.step.name as LocalText) : t(`kind.${line.kind}`);
  return (
    <div className="step far" data-step={line.key} data-spot={line.key} data-chosen={chosen}>
      <button
        type="button"
        id={`step-${line.key}`}
        className="step-main"
        tabIndex={tabIndex}
        onClick={() => actions.open(line.key)}
        onFocus={tabIndex === -1 ? () => actions.focus(line.key) : undefined}
        onKeyDown={(event) => pressedOnStep(event, line.key, actions)}
      >
        <Icon size={44} />
        <strong dir="auto">{name}</strong>
        <span className="step-state" data-state={state}>
          <span className="unseen">{t(`stepState.${state}`)}</span>
        </span>
      </button>
    </div>
  );
}
