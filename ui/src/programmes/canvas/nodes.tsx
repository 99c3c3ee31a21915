import type { NodeProps, Node } from "@xyflow/react";
import { memo } from "react";
import { useWords } from "../../app/words";
import type { ProgrammeNode } from "../../api/types";
import type { LocalText } from "../../format/text";
import { CommentMark } from "../../comments/CommentMark";
import { AddHere, DRAGGED } from "../AddHere";
import { ArmHead } from "../ArmHead";
import { DayHint } from "../DayHint";
import type { Days } from "../days";
import type { Line, Place } from "../document";
import { StepCard } from "../StepCard";
import type { StepState } from "../stepState";
import { useStageNames } from "../useStageNames";
import type { StructureActions } from "../useSteps";
import { FarCard, useFar } from "./FarCard";
import { GAP, type Arm, type SpotKind } from "./layout";

/** All that a box shows. Plain values, so that two can be compared. */
export interface SpotData extends Record<string, unknown> {
  spot: SpotKind;
  id: string;
  line?: Line;
  arm?: Arm;
  place: Place | null;
  node?: ProgrammeNode;
  days?: Days;
  state: StepState;
  /** What the box says, where it is not of the draft. */
  words?: LocalText;
  programme: string;
  actions: StructureActions;
  chosen: boolean;
  renaming: boolean;
  adding: boolean;
  here: boolean;
  lit: boolean | null;
  met?: boolean;
  date?: string;
  passed?: number;
  messages?: number;
  /** A version that is only looked at: no comments, nothing to press but to look closer. */
  plain: boolean;
}

type Props = NodeProps<Node<SpotData>>;

/** The (+) on the line under a box. */
function Add({ data: { place, adding, actions, here } }: { data: SpotData }) {
  const far = useFar();
  if (!place || !actions.edits || far) return null;
  return (
    <span className="canvas-add" style={{ bottom: -(GAP + 24) / 2 }}>
      <AddHere place={place} open={adding} actions={actions} tabIndex={here ? 0 : -1} />
    </span>
  );
}

const StepBox = memo(function StepBox({ data }: Props) {
  const { t, text, counted } = useWords();
  const nameOf = ({ step, kind }: Line) => (step.name ? text(step.name as LocalText) : t(`kind.${kind}`));
  const far = useFar();
  const { line, actions } = data;
  if (!line) return null;
  if (far && !data.renaming && data.passed === undefined && !data.date) {
    return (
      <div className="canvas-box nopan" data-lit={data.lit}>
        <FarCard line={line} state={data.state} chosen={data.chosen} actions={actions} tabIndex={data.here ? 0 : -1} />
      </div>
    );
  }
  return (
    <div
      className="canvas-box nopan"
      data-lit={data.lit}
      draggable={actions.edits && !data.renaming}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED, line.key);
        event.dataTransfer.effectAllowed = "move";
      }}
    >
      <StepCard
        line={line}
        node={data.node}
        said={data.words}
        days={data.days}
        state={data.state}
        programme={data.programme}
        actions={actions}
        chosen={data.chosen}
        renaming={data.renaming}
        last={false}
        tabIndex={data.here ? 0 : -1}
        marks={data.plain ? undefined : <CommentMark about={`programme:${data.programme}`} place={`steps.${line.key}`} label={nameOf(line)} />}
        below={
          data.passed !== undefined || data.date ? (
            <p className="canvas-over small">
              {data.date}
              {data.passed !== undefined && `${t("canvas.trial")} ${counted("node.passed", data.passed)}`}
              {data.messages ? ` · ${counted("unit.messages", data.messages)}` : ""}
            </p>
          ) : undefined
        }
      />
      <Add data={data} />
    </div>
  );
});

const ArmBox = memo(function ArmBox({ data }: Props) {
  const { t } = useWords();
  const { arm, actions, node, met } = data;
  const owner = data.id.split(">")[0]!;
  return (
    <div className="canvas-box" data-lit={data.lit} data-spot={data.id}>
      <button
        type="button"
        id={`step-${data.id}`}
        className="canvas-arm nopan"
        tabIndex={data.here ? 0 : -1}
        onFocus={data.here ? undefined : () => actions.focus(data.id)}
        onClick={() => actions.open(owner)}
      >
        {met !== undefined && (
          <span className="met" data-met={met}>
            <span aria-hidden="true">{met ? "✓" : "✗"}</span>
            <span className="unseen">{t(met ? "canvas.met" : "canvas.unmet")}</span>
          </span>
        )}
        {arm ? <ArmHead arm={arm} node={node} said={data.words} plain /> : <span className="arm-head">{t("canvas.others")}</span>}
        <DayHint of={data.days} />
      </button>
      <Add data={data} />
    </div>
  );
});

const StartBox = memo(function StartBox({ data }: Props) {
  const { t, text } = useWords();
  const named = useStageNames();
  return (
    <div className="canvas-box" data-lit={data.lit} data-spot={data.id}>
      <button
        type="button"
        id={`step-${data.id}`}
        className="canvas-start nopan"
        tabIndex={data.here ? 0 : -1}
        onFocus={data.here ? undefined : () => data.actions.focus(data.id)}
        onClick={data.actions.frame}
      >
        <strong>{t("canvas.start")}</strong>
        <span className="canvas-clamp">{data.words ? named(text(data.words)) : t("canvas.noEntry")}</span>
      </button>
      <Add data={data} />
    </div>
  );
});

const JoinBox = memo(function JoinBox({ data }: Props) {
  return (
    <div className="canvas-box" data-lit={data.lit}>
      <span className="canvas-join" />
      <Add data={data} />
    </div>
  );
});

const FinishBox = memo(function FinishBox({ data }: Props) {
  const { t } = useWords();
  return (
    <p className="canvas-finish small" data-lit={data.lit}>
      {t("canvas.finish")}
    </p>
  );
});

export const NODE_TYPES = { start: StartBox, step: StepBox, arm: ArmBox, rest: ArmBox, join: JoinBox, finish: FinishBox };
