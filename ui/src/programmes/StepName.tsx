import { useRef } from "react";
import { useWords } from "../app/words";
import type { LocalText } from "../format/text";
import type { Json } from "../draft/json";
import type { StructureActions } from "./useSteps";

/** The name of a step where it stands, while it is written: Enter keeps it, Esc leaves it as it was. */
export function StepName({ id, name, actions }: { id: string; name: Json | undefined; actions: StructureActions }) {
  const { t, text } = useWords();
  const done = useRef(false);
  const end = (keep: string | null) => {
    if (done.current) return;
    done.current = true;
    if (keep !== null) return actions.renamed(id, keep);
    actions.rename(null);
    actions.focus(id);
  };
  return (
    <input
      className="step-name"
      aria-label={t("step.name")}
      defaultValue={name ? text(name as LocalText) : ""}
      maxLength={200}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => end(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") end(event.currentTarget.value);
        if (event.key === "Escape") end(null);
      }}
    />
  );
}
