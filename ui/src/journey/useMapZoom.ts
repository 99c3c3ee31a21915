/** How large the map is drawn; remembered on this computer. */

import { useState } from "react";

const STEPS = [0.5, 0.6, 0.75, 0.9, 1, 1.15, 1.3, 1.5];
const REMEMBERED = "polku.mapZoom";

export function stepped(scale: number, by: -1 | 1): number {
  const next = by > 0 ? STEPS.find((step) => step > scale + 0.001) : [...STEPS].reverse().find((step) => step < scale - 0.001);
  return next ?? scale;
}

export function useMapZoom() {
  const [scale, set] = useState(() => {
    const kept = Number(localStorage.getItem(REMEMBERED));
    return kept >= 0.3 && kept <= 1.5 ? kept : 1;
  });
  const zoom = (next: number) => {
    localStorage.setItem(REMEMBERED, String(next));
    set(next);
  };
  /** As large as fits in the window of the map, but not larger than life. */
  const fit = () => {
    const box = document.querySelector<HTMLElement>(".map-frame .scroll");
    const table = box?.querySelector<HTMLElement>("table");
    if (!box || !table) return;
    const wide = (box.clientWidth / table.getBoundingClientRect().width) * scale;
    zoom(Math.max(0.3, Math.min(1, wide)));
  };
  return { scale, zoom, fit, by: (way: -1 | 1) => zoom(stepped(scale, way)) };
}
