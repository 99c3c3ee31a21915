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

export function useKeptScroll(box: RefObject<HTMLDivElement | null>, name: string, rows: string): void {
  useLayoutEffect(() => {
    const window = box.current;
    const was = kept.get(name);
    if (!window || !was) return;
    window.scrollLeft = was.left;
    const row = was.top > 0 && was.lane ? rowsIn(window).find(({ dataset }) => dataset.lane === was.lane) : undefined;
    window.scrollTop = row ? row.offsetTop - (was.offset ?? 0) : was.top;
  }, [box, name, rows]);
  useLayoutEffect(() => {
    const window = box.current;
    if (!window) return;
    const look = () => {
      const top = window.scrollTop;
      const row = rowsIn(window).find((each) => !measured.has(each.dataset.lane!) && each.offsetTop + each.offsetHeight > top);
      kept.set(name, { left: window.scrollLeft, top, lane: row?.dataset.lane, offset: row && row.offsetTop - top });
    };
    window.addEventListener("scroll", look, { passive: true });
    return () => window.removeEventListener("scroll", look);
  }, [box, name, rows]);
}
