/** How large the map is drawn: it stands in the address, and is remembered on this computer. */

import { useEffect, useState } from "react";
import { SCALES } from "./search";

const STEPS = [0.5, 0.6, 0.75, 0.9, 1, 1.15, 1.3, 1.5];
const REMEMBERED = "polku.mapZoom";

export function stepped(scale: number, by: -1 | 1): number {
  const next = by > 0 ? STEPS.find((step) => step > scale + 0.001) : [...STEPS].reverse().find((step) => step < scale - 0.001);
  return next ?? scale;
}

function remembered(): number {
  const kept = Number(localStorage.getItem(REMEMBERED));
  return kept >= SCALES.least / 100 && kept <= SCALES.most / 100 ? kept : 1;
}

/** `asked` is what the address says, in per cent; `tell` writes it there. */
export function useMapZoom(asked: number | undefined, tell: (scale: number | undefined) => void) {
  const said = asked === undefined ? undefined : asked / 100;
  const [scale, set] = useState(() => said ?? remembered());
  useEffect(() => set(said ?? remembered()), [said]); // Back and forth
  const zoom = (next: number) => {
    localStorage.setItem(REMEMBERED, String(next));
    set(next);
    tell(next === 1 ? undefined : Math.round(next * 100));
  };
  /** As large as fits in the window of the map, but not larger than life. */
  const fit = () => {
    const box = document.querySelector<HTMLElement>(".map-frame .scroll");
    const table = box?.querySelector<HTMLElement>("table");
    if (!box || !table) return;
    const wide = Math.floor((box.clientWidth / table.getBoundingClientRect().width) * scale * 100);
    zoom(Math.max(SCALES.least, Math.min(100, wide)) / 100);
  };
  return { scale, zoom, fit, by: (way: -1 | 1) => zoom(stepped(scale, way)) };
}
