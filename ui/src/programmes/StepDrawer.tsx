import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { TongueControl } from "../draft/TongueControl";
import { session } from "../api/queries";
import type { LocalText } from "../format/text";
import { Docked } from "./Docked";
import { type Line } from "./document";
import { put, type Json, type Path } from "../draft/json";
import { Fields } from "./fields/Fields";
import { Spoken } from "../draft/Spoken";
import { StepClipboard } from "./StepClipboard";
import type { StructureActions } from "./useSteps";
import type { Tongue } from "../draft/localText";
import { Share } from "./Share";
import type { Draft } from "./useDraft";

/** One step: its numbers, what is wrong with it, and the fields of its kind. Edits change the draft at once. */
export function StepDrawer({ draft, line, actions, close }: { draft: Draft; line: Line; actions: StructureActions; close: () => void }) {
  const { t, text, language, counted } = useWords();
  const home: Tongue = useQuery(session).data?.language === "en" ? "en" : "fi";
  const [tongue, setTongue] = useState<Tongue>(language);
  const { document, page } = draft;
  const node = page.nodes.find(({ key, kind }) => key === line.key && kind !== "arm");
  const problems = page.problems.filter(({ params }) => typeof params.node === "string" && params.node.split(">")[0] === line.key);
  const kind = t(`kind.${line.kind}`);
  const name = line.step.name as LocalText | undefined;
  const change = (path: Path, value: Json | undefined) => {
    if (!document || !actions.edits) return;
    draft.change(put(document, [...line.place.list, line.place.index, ...path], value), [line.key, ...path].join("/"));
  };
  return (
    <Docked title={name ? `${text(name)} – ${kind}` : kind} close={close}>
      <div className="stack step-drawer">
        {node && (
          <p className="row small quiet">
            <span>{counted("node.inside", node.inside)}</span>
            <span>{counted("node.passed", node.passed)}</span>
            {node.onward && node.onward.n > 0 && (
              <span>
                {t("node.onward")} <Share of={node.onward} label={t("node.onward")} text={t("node.onwardWhat")} />
              </span>
            )}
          </p>
        )}
        {problems.length > 0 && <Problems of={problems} where={false} />}
        <div className="row spread">
          <TongueControl tongue={tongue} set={setTongue} />
          <code className="quiet small">{line.key}</code>
        </div>
        <fieldset className="plain-set stack" disabled={!actions.edits}>
          <Spoken label={t("step.name")} value={line.step.name} tongue={tongue} home={home} change={(value) => change(["name"], value === "" ? undefined : value)} />
          <Fields line={line} tongue={tongue} home={home} change={change} />
        </fieldset>
        {actions.edits && (
          <div className="row step-tools" role="group" aria-label={t("step.tools")}>
            <Button size="sm" variant="default" disabled={line.place.index === 0} onClick={() => actions.move(line.key, -1)}>
              {t("step.up")}
            </Button>
            <Button size="sm" variant="default" onClick={() => actions.move(line.key, 1)}>
              {t("step.down")}
            </Button>
            <Button size="sm" variant="default" onClick={() => actions.duplicate(line.key)}>
              {t("step.duplicate")}
            </Button>
            <StepClipboard id={line.key} actions={actions} after={{ ...line.place, index: line.place.index + 1 }} />
            <Button size="sm" variant="default" onClick={() => actions.remove(line.key)}>
              {t("step.remove")}
            </Button>
          </div>
        )}
      </div>
    </Docked>
  );
}
