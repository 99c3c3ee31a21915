import type { ReactFlowInstance } from "@xyflow/react";
import { useWords } from "../../app/words";

/** Nearer, farther, as it is, all of it: the buttons of the keys + - 0 1. */
export function CanvasTools({ flow }: { flow: Pick<ReactFlowInstance, "zoomIn" | "zoomOut" | "zoomTo" | "fitView"> }) {
  const { t, percent } = useWords();
  const button = (label: string, face: string, press: () => void) => (
    <button type="button" aria-label={label} title={label} onClick={press}>
      {face}
    </button>
  );
  return (
    <div className="canvas-tools" role="group" aria-label={t("canvas.tools")}>
      {button(t("canvas.zoomIn"), "+", () => void flow.zoomIn())}
      {button(t("canvas.zoomOut"), "−", () => void flow.zoomOut())}
      {button(`${percent(1, 0)} – ${t("canvas.actual")}`, percent(1, 0), () => void flow.zoomTo(1))}
      {button(t("canvas.fit"), "⤢", () => void flow.fitView({ padding: 0.05 }))}
    </div>
  );
}
