/** The boxes as React Flow takes them. A box that says what it said is the same object, so that only what changed is drawn anew. */

import type { Node } from "@xyflow/react";
import { useMemo, useRef } from "react";
import type { ProgrammeNode } from "../../api/types";
import type { LocalText } from "../../format/text";
import { samePlace } from "../places";
import type { StructureProps } from "../StepList";
import type { Layout, Spot } from "./layout";
import type { SpotData } from "./nodes";

/** What is laid over the steps: a way, what was asked on it, when one comes to each step, and what a trial did. */
export interface Shown {
  way?: string[];
  /** Arm → whether its condition is met; those after the one that was taken are not asked. */
  met?: Map<string, boolean>;
  dates?: Map<string, string>;
  trial?: Map<string, { passed: number; messages: number }>;
}

interface Given extends StructureProps {
  layout: Layout;
  lit: Set<string> | null;
  here: string;
  shown?: Shown;
  plain?: boolean;
  /** What each box says, where there are no figures to say it with. */
  said?: Record<string, LocalText>;
}

const same = (one: SpotData, other: SpotData): boolean =>
  (Object.keys(other) as (keyof SpotData)[]).every((name) => {
    if (name === "line" || name === "arm" || name === "days" || name === "place") return JSON.stringify(faceOf(one[name])) === JSON.stringify(faceOf(other[name]));
    return Object.is(one[name], other[name]);
  });

/** Of a step only what its box shows; what stands inside it is shown by other boxes. */
const faceOf = (part: SpotData["line" | "arm" | "days" | "place"]) =>
  part && "step" in part ? { ...part, step: { name: part.step.name } } : part && "arm" in part ? { key: part.key, list: part.list, arm: { ...part.arm, condition: undefined } } : part;

export function useFlowNodes({ layout, document, page, steps, days, states, chosen, lit, here, shown, plain, said }: Given): Node<SpotData>[] {
  const last = useRef(new Map<string, Node<SpotData>>());
  const server = useMemo(() => {
    const found = new Map<string, ProgrammeNode>();
    for (const node of page.nodes) found.set(node.kind === "arm" ? (node.key.includes(">") ? node.key : (node.arm ?? node.key)) : node.key, node);
    return found;
  }, [page.nodes]);
  return useMemo(() => {
    const made = layout.spots.map((spot) => {
      const data: SpotData = {
        spot: spot.kind,
        id: spot.id,
        line: spot.line,
        arm: spot.arm,
        place: spot.add,
        node: server.get(spot.id),
        days: days.get(spot.id),
        state: states.get(spot.id) ?? "ready",
        words: spot.id === "^" ? page.words?.entry : said?.[spot.id],
        programme: page.key,
        actions: steps.actions,
        chosen: chosen === spot.id,
        renaming: steps.renaming === spot.id,
        adding: samePlace(steps.adding, spot.add),
        here: here === spot.id,
        lit: lit === null ? null : lit.has(spot.id),
        met: shown?.met?.get(spot.id),
        date: shown?.dates?.get(spot.id),
        passed: shown?.trial?.get(spot.id)?.passed,
        messages: shown?.trial?.get(spot.id)?.messages,
        plain: plain ?? false,
      };
      const old = last.current.get(spot.id);
      if (old && old.position.x === spot.x && old.position.y === spot.y && same(old.data, data)) return old;
      return flowNode(spot, old && same(old.data, data) ? old.data : data);
    });
    last.current = new Map(made.map((node) => [node.id, node]));
    return made;
  }, [layout, document, server, page.key, page.words, days, states, steps.actions, steps.renaming, steps.adding, chosen, here, lit, shown, plain, said]);
}

function flowNode({ id, kind, x, y, width, height }: Spot, data: SpotData): Node<SpotData> {
  const size = { width, height };
  return { id, type: kind, position: { x, y }, data, ...size, measured: size, handles: [], ariaRole: "group", ariaLabel: id } as Node<SpotData>;
}
