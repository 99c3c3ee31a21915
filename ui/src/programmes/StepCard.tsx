import { Link } from "@tanstack/react-router";
import { memo, type ReactNode } from "react";
import { DownIcon, UpIcon } from "../app/icons";
import { useWords } from "../app/words";
import type { ProgrammeNode } from "../api/types";
import type { LocalText } from "../format/text";
import type { Days } from "./days";
import type { Line } from "./document";
import { DayHint } from "./DayHint";
import { ICONS } from "./steps";
import { Share } from "./Share";
import { pressedOnStep } from "./stepKeys";
import { StepName } from "./StepName";
import type { StepState } from "./stepState";
import { useStageNames } from "./useStageNames";
import type { StructureActions } from "./useSteps";

interface Props {
  line: Line;
  node?: ProgrammeNode;
  /** What it says, where there are no figures of it: in an old version. */
  said?: LocalText;
  days?: Days;
  state: StepState;
  programme: string;
  actions: StructureActions;
  chosen: boolean;
  renaming: boolean;
  last: boolean;
  /** On the canvas one box is a tab stop; the arrows lead to the others. */
  tabIndex?: number;
  /** Marks beside the state, and lines under the numbers. */
  marks?: ReactNode;
  below?: ReactNode;
}

/** A step: what it does in words, how far it is, when, and the people who are at it and have gone through. */
export const StepCard = memo(function StepCard({ line, node, said = node?.words, days, state, programme, actions, chosen, renaming, last, tabIndex, marks, below }: Props) {
  const { t, text, textLang, counted } = useWords();
  const named = useStageNames();
  const kind = line.kind as keyof typeof ICONS;
  const Icon = ICONS[kind];
  const name = line.step.name as LocalText | undefined;
  const sends = node && node.sent !== null;
  const words = said && named(text(said));
  const face = (
    <>
      <span className="step-icon">
        <Icon />
      </span>
      <span className="step-words">
        <span className="step-title">
          {renaming ? (
            <StepName id={line.key} name={line.step.name} actions={actions} />
          ) : (
            <strong dir="auto" lang={name ? textLang(name) : undefined}>
              {name ? text(name) : t(`kind.${kind}`)}
            </strong>
          )}
          {name && <span className="quiet small"> {t(`kind.${kind}`)}</span>}
        </span>
        {said && (
          <span className="step-summary" lang={textLang(said)} title={words}>
            {words}
          </span>
        )}
      </span>
      <span className="step-side">
        {(node || actions.edits) && (
          <span className="step-state small" data-state={state}>
            {t(`stepState.${state}`)}
          </span>
        )}
        <DayHint of={days} />
      </span>
    </>
  );
  return (
    <div className="step" data-step={line.key} data-spot={line.key} data-chosen={chosen} data-kind={kind}>
      {renaming ? (
        <div className="step-main">{face}</div>
      ) : (
        <button
          type="button"
          id={`step-${line.key}`}
          className="step-main"
          tabIndex={tabIndex}
          onClick={() => actions.open(line.key)}
          onFocus={tabIndex === -1 ? () => actions.focus(line.key) : undefined}
          onKeyDown={(event) => pressedOnStep(event, line.key, actions)}
        >
          {face}
        </button>
      )}
      <div className="step-numbers small">
        {node && (
          <>
            <Link to="/programmes/$key" params={{ key: programme }} search={{ tab: "people", node: line.key }} resetScroll={false} tabIndex={tabIndex}>
              {counted("node.inside", node.inside)}
            </Link>
            <Link to="/programmes/$key" params={{ key: programme }} search={{ tab: "results" }} resetScroll={false} tabIndex={tabIndex}>
              {counted("node.passed", node.passed)}
            </Link>
            {node.onward && node.onward.n > 0 && (
              <span>
                {t("node.onward")} <Share of={node.onward} label={t("node.onward")} text={t("node.onwardWhat")} />
              </span>
            )}
            {sends && (
              <Link className="step-sent" to="/programmes" search={{ view: "messages", sent: "sent", of: programme }} tabIndex={tabIndex}>
                {counted("node.sent", node.sent ?? 0)}
              </Link>
            )}
            {node.refused !== null && node.refused > 0 && (
              <Link className="refused" to="/programmes" search={{ view: "messages", sent: "refused", of: programme }} tabIndex={tabIndex}>
                {counted("node.refused", node.refused)}
              </Link>
            )}
          </>
        )}
        {marks}
        {actions.edits && (
          <span className="step-moves">
            <button type="button" disabled={line.place.index === 0} aria-label={t("step.up")} title={t("step.up")} onClick={() => actions.move(line.key, -1)}>
              <UpIcon size={16} />
            </button>
            <button type="button" disabled={last} aria-label={t("step.down")} title={t("step.down")} onClick={() => actions.move(line.key, 1)}>
              <DownIcon size={16} />
            </button>
          </span>
        )}
      </div>
      {below}
    </div>
  );
});
