import { useWords } from "../app/words";

/** Whether it is shown to anybody. */
export function StateOf({ state }: { state: "draft" | "live" | "closed" }) {
  const { t } = useWords();
  return (
    <span className="state" data-state={state === "closed" ? "stopped" : state}>
      {t(`outreachState.${state}`)}
    </span>
  );
}
