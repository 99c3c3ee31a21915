import { useRef, useState } from "react";
import { useWords } from "../app/words";
import type { Mapping } from "../draft/json";
import { written } from "../draft/localText";
import type { LocalText } from "../format/text";
import { brief } from "./design/lines";
import { useMap } from "./design/MapContext";

interface Props {
  stage: Mapping;
  renaming: boolean;
  rename: (name: string | null) => void;
}

/** The name of a stage above its column: opens the stage, and can be written over. */
export function StageHead({ stage, renaming, rename }: Props) {
  const { t, text, textLang } = useWords();
  const { actions, tongue, home } = useMap();
  const key = String(stage.key);
  const name = (stage.name ?? key) as LocalText;
  if (renaming) return <NameField label={t("map.stageName")} text={written(stage.name, tongue, home) || text(name)} done={rename} />;
  return (
    <>
      <button type="button" tabIndex={-1} className="stage-open" lang={textLang(name)} dir="auto" onClick={() => actions.show("stage", { stage: key })} title={t("journey.openStage")}>
        {brief(text(name))}
      </button>
      {typeof stage.axis === "string" && <span className="axis quiet">{t(`axis.${stage.axis}`)}</span>}
    </>
  );
}

/** A name while it is written; null when nothing is to change. */
export function NameField({ label, text, done }: { label: string; text: string; done: (name: string | null) => void }) {
  const [value, setValue] = useState(text);
  const over = useRef(false);
  const end = (name: string | null) => {
    if (over.current) return;
    over.current = true;
    done(name && name.trim() && name !== text ? name.trim() : null);
  };
  return (
    <input
      className="name-field"
      aria-label={label}
      value={value}
      autoFocus
      dir="auto"
      onFocus={(event) => event.currentTarget.select()} // at once: later, it would take the first letter typed
      onChange={(event) => setValue(event.currentTarget.value)}
      onBlur={() => end(value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter" || event.key === "Escape") {
          event.preventDefault();
          end(event.key === "Enter" ? value : null);
        }
      }}
    />
  );
}
