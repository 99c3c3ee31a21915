/** Arrow keys move between the cells of a grid; Tab enters and leaves it at one cell. */

import { useCallback, useState, type KeyboardEvent } from "react";

export interface Cell {
  row: number;
  column: number;
}

/** Where a key leads from `at` in a grid of rows × columns, or null when it is not ours. */
export function step(key: string, at: Cell, rows: number, columns: number, ctrl = false): Cell | null {
  const row = (value: number) => Math.min(Math.max(value, 0), rows - 1);
  const column = (value: number) => Math.min(Math.max(value, 0), columns - 1);
  switch (key) {
    case "ArrowUp":
      return { ...at, row: row(at.row - 1) };
    case "ArrowDown":
      return { ...at, row: row(at.row + 1) };
    case "ArrowLeft":
      return { ...at, column: column(at.column - 1) };
    case "ArrowRight":
      return { ...at, column: column(at.column + 1) };
    case "Home":
      return { row: ctrl ? 0 : at.row, column: 0 };
    case "End":
      return { row: ctrl ? rows - 1 : at.row, column: columns - 1 };
    default:
      return null;
  }
}

export function useRovingCells(rows: number, columns: number) {
  const [at, setAt] = useState<Cell>({ row: 0, column: 0 });
  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLTableElement>) => {
      const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]");
      if (!cell) return;
      const [row = 0, column = 0] = cell.dataset.cell!.split(",").map(Number);
      if (event.key === "Enter" && event.target === cell) {
        cell.querySelector<HTMLElement>("a, button")?.click();
        return;
      }
      const next = step(event.key, { row, column }, rows, columns, event.ctrlKey);
      if (!next) return;
      event.preventDefault();
      setAt(next);
      event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next.row},${next.column}"]`)?.focus();
    },
    [rows, columns],
  );
  const cell = (row: number, column: number) => ({
    "data-cell": `${row},${column}`,
    tabIndex: at.row === row && at.column === column ? 0 : -1,
    onFocus: () => setAt({ row, column }),
  });
  return { onKeyDown, cell };
}
