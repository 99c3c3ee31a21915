/** Where the nodes of an arrow picture stand: in layers when the arrows have a direction, else on a circle. */

export interface Edge {
  from: string;
  to: string;
  weight: number;
}

export interface Place {
  x: number;
  y: number;
}

const CIRCLE_FROM = 24; // more nodes than this have no room in layers

/** The layer of each node: one after the last that leads to it. Null when the arrows run in a circle. */
export function layers(edges: readonly Edge[]): Map<string, number> | null {
  const nodes = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const waiting = new Map([...nodes].map((node) => [node, 0]));
  for (const { to } of edges) waiting.set(to, waiting.get(to)! + 1);
  const found = new Map<string, number>();
  let ready = [...nodes].filter((node) => waiting.get(node) === 0);
  for (let layer = 0; ready.length > 0; layer += 1) {
    const next: string[] = [];
    for (const node of ready) {
      found.set(node, layer);
      for (const { from, to } of edges) {
        if (from !== node) continue;
        waiting.set(to, waiting.get(to)! - 1);
        if (waiting.get(to) === 0) next.push(to);
      }
    }
    ready = next;
  }
  return found.size === nodes.size ? found : null;
}

/** The strongest arrows that together have no circle: the direction in which most people go. */
export function mainFlow(edges: readonly Edge[]): Edge[] {
  const kept: Edge[] = [];
  for (const edge of [...edges].filter(({ from, to }) => from !== to).sort((a, b) => b.weight - a.weight)) {
    if (!leads(edge.to, edge.from, kept)) kept.push(edge);
  }
  return kept;
}

function leads(from: string, to: string, edges: readonly Edge[]): boolean {
  const seen = new Set([from]);
  const todo = [from];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (node === to) return true;
    for (const edge of edges) {
      if (edge.from === node && !seen.has(edge.to)) {
        seen.add(edge.to);
        todo.push(edge.to);
      }
    }
  }
  return false;
}

/** Places from 0 to 1 in both directions. `circle`: the nodes stand around a circle. */
export function placed(edges: readonly Edge[]): { at: Map<string, Place>; circle: boolean } {
  const nodes = [...new Set(edges.flatMap(({ from, to }) => [from, to]))];
  const flow = mainFlow(edges);
  const found = nodes.length <= CIRCLE_FROM ? layers(flow) : null;
  const depth = found ? Math.max(...found.values(), 0) : 0;
  const oneWay = flow.length === edges.length; // two layers tell something only when nothing comes back
  if (!found || depth < (oneWay ? 1 : 2)) return { at: around(nodes), circle: true };
  const columns = new Map<number, string[]>();
  for (const node of nodes) {
    const layer = found.get(node) ?? 0; // only arrows to itself: at the beginning
    columns.set(layer, [...(columns.get(layer) ?? []), node]);
  }
  const at = new Map<string, Place>();
  for (const [layer, column] of columns) {
    // Every other layer is a little lower, so that names side by side do not meet.
    column.forEach((node, index) => at.set(node, { x: layer / depth, y: (index + 0.5 + (layer % 2 ? 0.12 : -0.12)) / column.length }));
  }
  return { at, circle: false };
}

function around(nodes: readonly string[]): Map<string, Place> {
  return new Map(
    nodes.map((node, index) => {
      const angle = (2 * Math.PI * index) / nodes.length - Math.PI / 2;
      return [node, { x: 0.5 + 0.5 * Math.cos(angle), y: 0.5 + 0.5 * Math.sin(angle) }];
    }),
  );
}
