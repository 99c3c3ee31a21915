import { Link } from "@tanstack/react-router";
import type { KeyboardEvent } from "react";
import { DownIcon, UpIcon } from "../app/icons";
import { useWords } from "../app/words";
import type { ProgrammeNode } from "../api/types";
import type { LocalText } from "../format/text";
import type { Line } from "./document";
import { ICONS } from "./steps";
import { Share } from "./Share";
import { useStageNames } from "./useStageNames";
import type { StructureActions } from "./StepList";

interface Props {
  line: Line;
  node?: ProgrammeNode;
  programme: string;
  actions: StructureActions;
  chosen: boolean;
  last: boolean;
}

/** A step: what it does in words, when, and the people who are at it and have gone through. */
export function StepCard({ line, node, programme, actions, chosen, last }: Props) {
  const { t, text, textLang, counted, number } = useWords();
  const named = useStageNames();
  const kind = line.kind as keyof typeof ICONS;
  const Icon = ICONS[kind];
  const name = line.step.name as LocalText | undefined;
  const sends = node && node.sent !== null;
  const pressed = (event: KeyboardEvent) => {
    if (!actions.edits) return;
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.key === "Delete" || event.key === "Backspace") actions.remove(line);
    else if (ctrl && event.key.toLowerCase() === "d") actions.duplicate(line);
    else if (event.altKey && event.key === "ArrowUp") actions.move(line, -1);
    else if (event.altKey && event.key === "ArrowDown") actions.move(line, 1);
    else return;
    event.preventDefault();
  };
  return (
    <div className="step" data-step={line.key} data-chosen={chosen} data-kind={kind}>
      <button type="button" id={`step-${line.key}`} className="step-main" onClick={() => actions.open(line.key)} onKeyDown={pressed}>
        <span className="step-icon">
          <Icon />
        </span>
        <span className="step-words">
          <span>
            <strong lang={name ? textLang(name) : undefined}>{name ? text(name) : t(`kind.${kind}`)}</strong>
            {name && <span className="quiet small"> {t(`kind.${kind}`)}</span>}
          </span>
          {node && <span lang={textLang(node.words)}>{named(text(node.words))}</span>}
        </span>
        {node && node.problems > 0 && <span className="mark" data-level="warning">{counted("node.problems", node.problems)}</span>}
        {node?.day !== null && node?.day !== undefined && <span className="quiet small step-day">{t("node.day", { n: number(node.day, 1) })}</span>}
      </button>
      {node && (
        <div className="step-numbers small">
          <Link to="/programmes/$key" params={{ key: programme }} search={{ tab: "people", node: line.key }} resetScroll={false}>
            {counted("node.inside", node.inside)}
          </Link>
          <span>{counted("node.passed", node.passed)}</span>
          {node.onward && node.onward.n > 0 && (
            <span>
              {t("node.onward")} <Share of={node.onward} label={t("node.onward")} text={t("node.onwardWhat")} />
            </span>
          )}
          {sends && (
            <Link to="/programmes" search={{ view: "messages", sent: "sent", of: programme }}>
              {counted("node.sent", node.sent ?? 0)}
            </Link>
          )}
          {node.refused !== null && node.refused > 0 && (
            <Link className="refused" to="/programmes" search={{ view: "messages", sent: "refused", of: programme }}>
              {counted("node.refused", node.refused)}
            </Link>
          )}
          {actions.edits && (
            <span className="step-moves">
              <button type="button" disabled={line.place.index === 0} aria-label={t("step.up")} title={t("step.up")} onClick={() => actions.move(line, -1)}>
                <UpIcon size={16} />
              </button>
              <button type="button" disabled={last} aria-label={t("step.down")} title={t("step.down")} onClick={() => actions.move(line, 1)}>
                <DownIcon size={16} />
              </button>
            </span>
          )}
        </div>
      )}
    </div>
  );
}
