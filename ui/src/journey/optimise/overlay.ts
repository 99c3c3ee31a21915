/** The planned arrows and those that people made, on one line of stages. Pure. */

import type { ReportAnswer } from "../../api/reports";
import { numberIn } from "../../metrics/cell";

export interface Move {
  from: number;
  to: number;
  planned: boolean;
  moves: number;
}

/** `places`: the name of each stage in Finnish, in the journey's order; the reports know them by codes and names. */
export function movesOf(fit: ReportAnswer, graph: ReportAnswer, names: readonly string[]): Move[] {
  const nodes = graph.sheets.find(({ key }) => key === "nodes")?.rows ?? [];
  const arrows = graph.sheets.find(({ key }) => key === "arrows")?.rows ?? [];
  const place = new Map(nodes.map((row) => [String(row.id), names.indexOf((row.event as { fi?: string } | null)?.fi ?? "")]));
  const found = new Map<string, Move>();
  const at = (source: string, target: string): Move | null => {
    const from = place.get(source) ?? -1;
    const to = place.get(target) ?? -1;
    if (from < 0 || to < 0 || from === to) return null;
    const key = `${from}>${to}`;
    const move = found.get(key) ?? { from, to, planned: false, moves: 0 };
    found.set(key, move);
    return move;
  };
  for (const pair of Array.isArray(fit.details.design) ? (fit.details.design as number[][]) : []) {
    const move = at(String(pair[0]), String(pair[1]));
    if (move) move.planned = true;
  }
  for (const row of arrows) {
    const [source = "", target = ""] = String(row.id).split(">");
    const move = at(source, target);
    if (move) move.moves += numberIn(row.moves) ?? 0;
  }
  return [...found.values()].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** An arc between two stages: planned ones rise above the line, others sink below it. */
export function arc({ from, to, planned }: Move, gap: number, middle: number): string {
  const [a, b] = [gap * (from + 0.5), gap * (to + 0.5)];
  const height = Math.min(middle - 8, 18 + Math.abs(to - from) * 20);
  const y = middle + (planned ? -height : height);
  const side = planned ? -8 : 8;
  return `M${a} ${middle + side} C${a} ${y} ${b} ${y} ${b} ${middle + side}`;
}
