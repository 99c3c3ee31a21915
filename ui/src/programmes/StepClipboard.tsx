import { Button } from "@mantine/core";
import { useWords } from "../app/words";
import type { Place } from "./document";
import type { StructureActions } from "./useSteps";

/** The step last copied or cut by a button, for browsers that do not let the page read the clipboard. */
let held = "";

/** Copy, cut and paste as buttons: what Ctrl C, X and V do. */
export function StepClipboard({ id, actions, after }: { id: string; actions: StructureActions; after: Place }) {
  const { t } = useWords();
  const keep = (text: string | null) => {
    if (text === null) return;
    held = text;
    void navigator.clipboard?.writeText(text).catch(() => undefined);
  };
  const bring = async () => {
    const text = (await navigator.clipboard?.readText?.().catch(() => "")) || held;
    actions.paste(text, after);
  };
  return (
    <>
      <Button size="sm" variant="default" onClick={() => keep(actions.copy(id))}>
        {t("step.copy")}
      </Button>
      <Button size="sm" variant="default" onClick={() => keep(actions.cut(id))}>
        {t("step.cut")}
      </Button>
      <Button size="sm" variant="default" onClick={() => void bring()}>
        {t("step.paste")}
      </Button>
    </>
  );
}
