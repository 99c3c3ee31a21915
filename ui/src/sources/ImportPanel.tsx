import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Answer } from "../app/Answer";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { imported } from "../api/queries";
import { ImportProgress } from "./ImportProgress";
import { ImportResult } from "./ImportResult";
import { MappingWizard } from "./MappingWizard";

/** One import from file to result; its address can be left and come back to. */
export function ImportPanel({ id, leave }: { id: string; leave: () => void }) {
  const { t } = useWords();
  const answer = useQuery(imported(id));
  return (
    <section className="card stack" aria-labelledby="import-heading">
      <div className="row spread">
        <h2 id="import-heading">{t("import.file", { name: answer.data?.filename ?? "…" })}</h2>
        <Button variant="default" size="sm" onClick={leave}>
          {t(answer.data?.state === "ready" ? "import.cancel" : "import.another")}
        </Button>
      </div>
      <Answer of={answer}>
        {(state) => (
          <>
            {state.errors.length > 0 && <Problems of={state.errors} />}
            {(state.state === "ready" || state.state === "failed") && <MappingWizard id={id} />}
            {state.state === "running" && <ImportProgress share={state.progress} />}
            {state.state === "done" && state.result && <ImportResult id={id} result={state.result} />}
          </>
        )}
      </Answer>
    </section>
  );
}
