/** The map stays where it was looked at when the mode changes, or when the reader comes back to it. */

import { useLayoutEffect, type RefObject } from "react";
import { MEASURED } from "./design/rows";

interface Kept {
  left: number;
  top: number;
  /** The first of the document's own rows in sight, and how far from the top of the window it stood. */
  lane?: string;
  offset?: number;
}

const kept = new Map<string, Kept>();
const measured: ReadonlySet<string> = new Set(MEASURED);

const rowsIn = (box: HTMLElement) => [...box.querySelectorAll<HTMLElement>("tbody tr[data-lane]")];

/** Figures come after the rows, and rows grow: for this long the place is sought again. */
const SETTLING_MS = 1500;

export function useKeptScroll(box: RefObject<HTMLDivElement | null>, name: string, rows: string): void {
  useLayoutEffect(() => {
    const window = box.current;
    if (!window) return;
    const was = kept.get(name);
    let until = 0;
    const restore = () => {
      if (!was) return;
      window.scrollLeft = was.left;
      const row = was.top > 0 && was.lane ? rowsIn(window).find(({ dataset }) => dataset.lane === was.lane) : undefined;
      window.scrollTop = row ? row.offsetTop - (was.offset ?? 0) : was.top;
    };
    if (was) {
      restore();
      until = performance.now() + SETTLING_MS;
    }
    const grown = new ResizeObserver(() => performance.now() < until && restore());
    grown.observe(window.firstElementChild!);
    // Whoever moves the map themselves is not held back.
    const taken = () => (until = 0);
    const look = () => {
      if (performance.now() < until) return;
      const top = window.scrollTop;
      const row = rowsIn(window).find((each) => !measured.has(each.dataset.lane!) && each.offsetTop + each.offsetHeight > top);
      kept.set(name, { left: window.scrollLeft, top, lane: row?.dataset.lane, offset: row && row.offsetTop - top });
    };
    const own = ["wheel", "pointerdown", "keydown", "touchstart"] as const;
    own.forEach((event) => window.addEventListener(event, taken, { passive: true }));
    window.addEventListener("scroll", look, { passive: true });
    return () => {
      grown.disconnect();
      own.forEach((event) => window.removeEventListener(event, taken));
      window.removeEventListener("scroll", look);
    };
  }, [box, name, rows]);
}
