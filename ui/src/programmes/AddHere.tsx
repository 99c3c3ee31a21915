import { useState } from "react";
import { PlusIcon } from "../app/icons";
import { useWords } from "../app/words";
import type { Place } from "./document";
import type { StructureActions } from "./useSteps";

export const DRAGGED = "application/x-polku-step";

/** A (+): asks what to add here, and takes a step that is dropped on it. */
export function AddHere({ place, open, actions, tabIndex }: { place: Place; open: boolean; actions: StructureActions; tabIndex?: number }) {
  const { t } = useWords();
  const [over, setOver] = useState(false);
  return (
    <button
      type="button"
      className="add-button"
      data-open={open}
      data-over={over}
      tabIndex={tabIndex}
      aria-label={t("structure.addHere")}
      title={t("structure.addHere")}
      onClick={() => actions.add(place)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        actions.carry(event.dataTransfer.getData(DRAGGED), place);
      }}
    >
      <PlusIcon size={16} />
    </button>
  );
}
