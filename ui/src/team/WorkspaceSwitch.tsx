import { lazy, Suspense, useState } from "react";
import { useWords } from "../app/words";

const WorkspacePanel = lazy(() => import("./WorkspacePanel").then((module) => ({ default: module.WorkspacePanel })));

/** The workspace's name in the top bar; a press shows the others. */
export function WorkspaceSwitch({ workspace }: { workspace: string }) {
  const { t } = useWords();
  const [opened, open] = useState(false);
  return (
    <>
      <button type="button" className="workspace quiet" onClick={() => open(true)} aria-label={t("workspaces.switch", { name: workspace })}>
        <span dir="auto">{workspace}</span>
      </button>
      {opened && (
        <Suspense fallback={null}>
          <WorkspacePanel close={() => open(false)} />
        </Suspense>
      )}
    </>
  );
}
