import type { ReactNode } from "react";
import { useWords } from "../../app/words";
import type { Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { stagesOf, type Asked } from "../asked";

/** The same question of each stage, with the stage's place in the document. */
export function PerStage({ document, stages, children }: Pick<Asked, "document"> & { stages?: Mapping[]; children: (stage: Mapping, index: number, name: string) => ReactNode }) {
  const { text, textLang } = useWords();
  const all = stagesOf(document);
  return (
    <ol className="plain stack">
      {(stages ?? all).map((stage) => {
        const name = (stage.name ?? stage.key) as LocalText;
        return (
          <li key={String(stage.key)} className="wizard-stage">
            <h3 lang={textLang(name)} dir="auto">
              {text(name)}
            </h3>
            <div className="wizard-fields">{children(stage, all.indexOf(stage), text(name))}</div>
          </li>
        );
      })}
    </ol>
  );
}
