import { PlusIcon } from "../app/icons";
import { useWords } from "../app/words";
import type { ProgrammePage } from "../api/types";
import { AddStep } from "./AddStep";
import { ArmHead } from "./ArmHead";
import { armsOf, kindOf, type Kind, type Line, type Place, type ProgrammeDocument, type Step } from "./document";
import { at, type Path } from "../draft/json";
import { StepCard } from "./StepCard";

export interface StructureActions {
  edits: boolean;
  open: (key: string) => void;
  /** Ask what to add at a place; null puts the question away. */
  add: (place: Place | null) => void;
  added: (place: Place, kind: Kind) => void;
  move: (line: Line, by: -1 | 1) => void;
  duplicate: (line: Line) => void;
  remove: (line: Line) => void;
}

interface Props {
  document: ProgrammeDocument;
  page: ProgrammePage;
  list: Path;
  adding: Place | null;
  actions: StructureActions;
  chosen?: string;
}

const same = (one: Place | null, list: Path, index: number) => one !== null && one.index === index && one.list.join("/") === list.join("/");

/** The steps of one list; an arm of a step holds a list of its own. */
export function StepList(props: Props) {
  const { document, page, list, actions, chosen } = props;
  const { t } = useWords();
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
                programme={page.key}
                actions={actions}
                chosen={chosen === key}
                last={index === steps.length - 1}
              />
              {armsOf(step, [...list, index]).map((arm) => (
                <div key={arm.key} className="arm">
                  <ArmHead arm={arm} node={page.nodes.find((node) => node.kind === "arm" && (node.arm === arm.key || node.key === arm.key))} programme={page.key} />
                  <StepList {...props} list={arm.list} />
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

function Add({ list, adding, actions, index }: Props & { index: number }) {
  const { t } = useWords();
  if (!actions.edits) return null;
  const here = same(adding, list, index);
  return (
    <div className="add-here" data-open={here}>
      {here ? (
        <AddStep choose={(kind) => actions.added({ list, index }, kind)} close={() => actions.add(null)} />
      ) : (
        <button type="button" className="add-button" aria-label={t("structure.addHere")} title={t("structure.addHere")} onClick={() => actions.add({ list, index })}>
          <PlusIcon size={16} />
        </button>
      )}
    </div>
  );
}
