/** Which box the arrows lead to, and which boxes and lines a person's way lights. */

import { FINISH, START, type Layout, type Spot } from "./layout";

export type Direction = "up" | "down" | "left" | "right";

const stops = (spot: Spot | undefined) => spot !== undefined && (spot.kind === "start" || spot.kind === "step" || spot.kind === "arm");

/** The box one step away along the lines (up, down) or the nearest aside; null where there is none. */
export function neighbour(layout: Layout, id: string, direction: Direction): string | null {
  const spots = new Map(layout.spots.map((spot) => [spot.id, spot]));
  const from = spots.get(id);
  if (!from) return null;
  if (direction === "up" || direction === "down") {
    const seen = new Set<string>();
    let here = [id];
    while (here.length > 0) {
      const next = here.flatMap((each) =>
        layout.ways.flatMap((way) => (direction === "down" ? (way.from === each ? [way.to] : []) : way.to === each ? [way.from] : [])),
      );
      const found = next.find((each) => stops(spots.get(each)));
      if (found !== undefined) return found;
      here = next.filter((each) => !seen.has(each));
      here.forEach((each) => seen.add(each));
    }
    return null;
  }
  const side = direction === "left" ? -1 : 1;
  const middle = (spot: Spot) => [spot.x + spot.width / 2, spot.y + spot.height / 2] as const;
  const [x, y] = middle(from);
  let best: { id: string; far: number } | null = null;
  for (const spot of layout.spots) {
    const [sx, sy] = middle(spot);
    // Beside means more aside than above or below.
    if (!stops(spot) || (sx - x) * side < 1 || Math.abs(sy - y) > Math.abs(sx - x)) continue;
    const far = Math.abs(sx - x) + 3 * Math.abs(sy - y);
    if (!best || far < best.far) best = { id: spot.id, far };
  }
  return best?.id ?? null;
}

/** The boxes that a way of steps and arms passes, with the start, the joins and the finish between them. */
export function litBoxes(layout: Layout, way: string[]): Set<string> {
  const lit = new Set([START, ...way]);
  // Inner joins come before outer ones, as they are laid out.
  for (const spot of layout.spots) {
    if (spot.kind !== "join" && spot.id !== FINISH && spot.kind !== "rest") continue;
    if (layout.ways.some(({ from, to }) => to === spot.id && lit.has(from) && (spot.kind !== "rest" || lit.has(spot.id)))) lit.add(spot.id);
  }
  return lit;
}
