import { ReactFlow, ReactFlowProvider, ViewportPortal, useReactFlow, type Node } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { memo, useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useShortcutsOn } from "../../app/preferences";
import { useWords } from "../../app/words";
import type { LocalText } from "../../format/text";
import type { StructureProps } from "../StepList";
import { AddStep } from "../AddStep";
import { spotOf } from "../places";
import { CanvasTools } from "./CanvasTools";
import { Far, FAR_BELOW } from "./FarCard";
import { layOut, START, type Layout } from "./layout";
import { NODE_TYPES, type SpotData } from "./nodes";
import { useFlowNodes, type Shown } from "./useFlowNodes";
import { litBoxes, neighbour, type Direction } from "./walk";
import "./canvas.css";

/** Below so many boxes all are drawn, so that the browser's own search finds them; above, those in sight. */
const ALL_DRAWN = 60;
const ARROWS: Record<string, Direction> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" };

export interface CanvasProps extends StructureProps {
  label: string;
  shown?: Shown;
  /** `]`: the panel beside the canvas. */
  toggleBeside?: () => void;
  /** A version that is only looked at. */
  plain?: boolean;
  said?: Record<string, LocalText>;
}

/** The steps as a chart from top to bottom. Its boxes are laid out, not dragged about; a dragged step goes where it is dropped on a (+). */
export default function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Chart {...props} />
    </ReactFlowProvider>
  );
}

function Chart(props: CanvasProps) {
  const { document, steps, chosen, label, shown, toggleBeside } = props;
  const { t } = useWords();
  const flow = useReactFlow();
  const letters = useShortcutsOn();
  const box = useRef<HTMLDivElement>(null);
  const panned = useRef(false);
  const [far, setFar] = useState(false);
  const layout = useMemo(() => layOut(document), [document]);
  const lit = useMemo(() => (shown?.way ? litBoxes(layout, shown.way) : null), [layout, shown?.way]);
  const here = steps.here && layout.spots.some(({ id }) => id === steps.here!.id) ? steps.here.id : (chosen ?? START);
  const nodes = useFlowNodes({ ...props, layout, lit, here });
  const names = useMemo(
    () => ({
      "controls.ariaLabel": t("canvas.tools"),
      "controls.zoomIn.ariaLabel": t("canvas.zoomIn"),
      "controls.zoomOut.ariaLabel": t("canvas.zoomOut"),
      "controls.fitView.ariaLabel": t("canvas.fit"),
      "minimap.ariaLabel": label,
      // Names of the library, not keys of ours.
      [`node.${"a11yDescription"}.default`]: t("canvas.keys"),
      [`node.${"a11yDescription"}.keyboardDisabled`]: t("canvas.keys"),
    }),
    [t, label],
  );

  const begin = () => {
    const width = box.current?.clientWidth ?? 800;
    const zoom = Math.max(0.55, Math.min(1, (width - 48) / layout.width));
    const start = layout.spots.find(({ id }) => id === START)!;
    void flow.setViewport({ x: width / 2 - (start.x + start.width / 2) * zoom, y: 20, zoom });
  };
  // A panel that opens beside the chart makes it narrower: what was in the middle stays there.
  useEffect(() => {
    const frame = box.current;
    if (!frame) return;
    let was = frame.clientWidth;
    const watch = new ResizeObserver(() => {
      const now = frame.clientWidth;
      const { x, y, zoom } = flow.getViewport();
      if (was && now && now !== was) void flow.setViewport({ x: x + (now - was) / 2, y, zoom });
      was = now;
    });
    watch.observe(frame);
    return () => watch.disconnect();
  }, [flow]);
  const reveal = (id: string, centre: boolean) => {
    const spot = layout.spots.find((each) => each.id === id);
    const size = box.current?.getBoundingClientRect();
    if (!spot || !size) return;
    const { x, y, zoom } = flow.getViewport();
    const [left, top] = [spot.x * zoom + x, spot.y * zoom + y];
    const inside = left >= 8 && top >= 8 && left + spot.width * zoom <= size.width - 8 && top + spot.height * zoom <= size.height - 8;
    if (!inside || centre) void flow.setCenter(spot.x + spot.width / 2, spot.y + spot.height / 2, { zoom });
  };

  // Whatever is to have the focus is brought into sight first: what is out of sight is not drawn.
  useEffect(() => {
    const asked = steps.here;
    if (!asked) return;
    reveal(asked.id, false);
    const timer = setTimeout(() => {
      const target = box.current?.querySelector<HTMLElement>(`[id="step-${CSS.escape(asked.id)}"]`);
      const panel = window.document.activeElement?.closest(".docked, .kinds, .step-name");
      if (target && !panel) target.focus({ preventScroll: true });
    }, 40);
    return () => clearTimeout(timer);
  }, [steps.here]);
  // A step that had the focus and is gone leaves it to the one before it.
  const last = useRef(layout);
  useEffect(() => {
    const was = last.current;
    last.current = layout;
    const id = steps.here?.id;
    if (!id || layout.spots.some((spot) => spot.id === id) || window.document.activeElement !== window.document.body) return;
    const order = was.spots.findIndex((spot) => spot.id === id);
    const before = was.spots.slice(0, Math.max(order, 0)).reverse();
    const next = before.find((spot) => spot.kind === "step" && layout.spots.some((each) => each.id === spot.id));
    steps.actions.focus(next?.id ?? START);
  }, [layout]);
  // The chosen step stays in sight when the panel beside takes its room.
  useEffect(() => {
    if (!chosen) return;
    const timer = setTimeout(() => reveal(chosen, true), 60);
    return () => clearTimeout(timer);
  }, [chosen]);

  const pressed = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = ARROWS[event.key];
    if (direction) {
      const next = neighbour(layout, spotOf(event.target as Element) ?? here, direction);
      if (next) steps.actions.focus(next);
    } else if (!letters) return;
    else if (event.key === "+") void flow.zoomIn();
    else if (event.key === "-") void flow.zoomOut();
    else if (event.key === "0") void flow.zoomTo(1);
    else if (event.key === "1") void flow.fitView({ padding: 0.05 });
    else if (event.key === "[") toggleRail();
    else if (event.key === "]") toggleBeside?.();
    else return;
    event.preventDefault();
  };
  useEffect(() => () => window.document.documentElement.removeAttribute("data-rail"), []);

  return (
    <div
      ref={box}
      className="canvas"
      role="group"
      aria-label={label}
      aria-describedby="canvas-keys"
      data-lit={lit !== null}
      onKeyDown={pressed}
      // Space that has panned does not press the button that has the focus.
      onKeyUp={(event) => {
        if (event.key === " " && panned.current) event.preventDefault();
        panned.current = false;
      }}
    >
      <span id="canvas-keys" className="unseen">
        {t("canvas.keys")}
      </span>
      <Far.Provider value={far}>
        <ReactFlow<Node<SpotData>>
          nodes={nodes}
          edges={[]}
          nodeTypes={NODE_TYPES}
          onInit={begin}
          ariaLabelConfig={names}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          panActivationKeyCode="Space"
          zoomActivationKeyCode={["Control", "Meta"]}
          panOnScroll
          panOnDrag={[0, 1]}
          zoomOnDoubleClick={false}
          minZoom={0.1}
          maxZoom={2}
          onlyRenderVisibleElements={nodes.length > ALL_DRAWN}
          onMoveStart={() => (panned.current = true)}
          onMove={(_, { zoom }) => setFar(zoom < FAR_BELOW)}
          proOptions={{ hideAttribution: true }}
        >
          <ViewportPortal>
            <Lines layout={layout} lit={lit} />
          </ViewportPortal>
        </ReactFlow>
      </Far.Provider>
      <CanvasTools flow={flow} />
      {steps.adding && (
        <div className="canvas-kinds">
          <AddStep choose={(kind) => steps.actions.added(steps.adding!, kind)} close={() => steps.actions.add(null)} />
        </div>
      )}
    </div>
  );
}

/** All lines are two paths: they cost nothing while the chart is moved about. */
const Lines = memo(function Lines({ layout, lit }: { layout: Layout; lit: Set<string> | null }) {
  const bright = lit ? layout.ways.filter(({ from, to }) => lit.has(from) && lit.has(to)) : [];
  return (
    <svg className="canvas-lines" width={layout.width} height={layout.height} aria-hidden="true">
      <path d={layout.ways.map(({ d }) => d).join("")} />
      {bright.length > 0 && <path className="lit" d={bright.map(({ d }) => d).join("")} />}
    </svg>
  );
});

function toggleRail(): void {
  const root = window.document.documentElement;
  if (root.dataset.rail === "off") root.removeAttribute("data-rail");
  else root.dataset.rail = "off";
}
