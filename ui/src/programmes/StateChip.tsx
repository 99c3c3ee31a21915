import { useWords } from "../app/words";
import type { ProgrammeState } from "../api/types";

export function StateChip({ state }: { state: ProgrammeState }) {
  const { t } = useWords();
  return (
    <span className="state" data-state={state}>
      {t(`programmeState.${state}`)}
    </span>
  );
}
