/** The keyboard and the clipboard of the map: what a key does where the focus is. */

import type { ClipboardEvent, KeyboardEvent } from "react";
import { at, type Json, type Mapping } from "../../draft/json";
import { step } from "../roving";
import { listed, pathOf, stagesOf, textsIn, valueOf, withCell } from "./cells";
import { table } from "./clipboard";
import { fromLines, toLines } from "./lines";
import type { MapPlace } from "./MapContext";
import type { Row } from "./rows";

export interface At {
  /** Empty: the name of a row. */
  stage: string;
  /** Empty: the name of a stage. */
  lane: string;
}

const written = (row: Row | undefined): row is Row & { kind: "field" | "text" | "cell" } => row !== undefined && ["field", "text", "cell"].includes(row.kind);

interface Map {
  rows: readonly Row[];
  stages: readonly string[];
  place: MapPlace;
  designing: boolean;
  focus: (at: At) => void;
  edit: (at: At, typed?: string) => void;
  moveStage: (stage: string, by: -1 | 1) => void;
  removeStage: (stage: string) => void;
  moveLane: (lane: string, by: -1 | 1) => void;
  removeLane: (lane: string) => void;
  clear: (at: At) => void;
}

const cellOf = (target: EventTarget): At | null => {
  const cell = (target as HTMLElement).closest<HTMLElement>("[data-cell]");
  return cell ? { stage: cell.dataset.stage ?? "", lane: cell.dataset.lane ?? "" } : null;
};

export function keys({ rows, stages, place, designing, focus, edit, moveStage, removeStage, moveLane, removeLane, clear }: Map) {
  const rowOf = (key: string) => rows.find((row) => row.key === key);
  const edits = designing && place.edits;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const here = cellOf(event.target);
    const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]");
    if (!here || !cell || event.nativeEvent.isComposing) return;
    const own = event.target === cell;
    const stop = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    const way = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (event.altKey && way) {
      if (!edits) return;
      stop();
      const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
      if (sideways && here.stage) moveStage(here.stage, way);
      if (!sideways && here.lane) moveLane(here.lane, way);
      return;
    }
    if (event.key === "Enter" || event.key === "F2") {
      if (!own) return;
      const row = rowOf(here.lane);
      if (event.shiftKey && here.stage && here.lane) {
        stop();
        place.actions.show("cell", here);
      } else if (edits && here.stage && (written(row) || row?.kind === "emotion" || (!here.lane && event.key === "F2"))) {
        stop();
        edit(here);
      } else if (edits && row?.kind === "touchpoints") {
        stop();
        place.actions.show("touchpoints", here);
      } else {
        event.preventDefault();
        cell.querySelector<HTMLElement>("a, button")?.click();
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.key !== "Home" && event.key !== "End") return;
    } else if (own && edits && (event.key === "Delete" || event.key === "Backspace")) {
      stop();
      if (here.stage && here.lane) clear(here);
      else if (here.stage) removeStage(here.stage);
      else if (here.lane) removeLane(here.lane);
      return;
    } else if (own && edits && here.stage && event.key.length === 1 && event.key !== " " && written(rowOf(here.lane))) {
      // A letter begins a new text in the cell; it is no shortcut here.
      stop();
      edit(here, event.key);
      return;
    }
    const column = here.stage ? stages.indexOf(here.stage) + 1 : 0;
    const row = here.lane ? rows.findIndex(({ key }) => key === here.lane) + 1 : 0;
    const next = step(event.key, { row, column }, rows.length + 1, stages.length + 1, event.ctrlKey);
    if (!next) return;
    event.preventDefault();
    // The corner has nothing to stand on.
    if (next.row === 0 && next.column === 0) next.column = 1;
    focus({ stage: next.column ? (stages[next.column - 1] ?? "") : "", lane: next.row ? (rows[next.row - 1]?.key ?? "") : "" });
  };

  const onCopy = (event: ClipboardEvent<HTMLElement>) => {
    const here = cellOf(event.target);
    const row = here ? rowOf(here.lane) : undefined;
    if (!here?.stage || !written(row) || (event.target as HTMLElement).tagName === "TEXTAREA" || String(getSelection())) return;
    const texts = textsIn(place.actions.now(), stages.indexOf(here.stage), row);
    event.preventDefault();
    event.clipboardData.setData("text/plain", toLines(texts, place.tongue, place.home));
    // Another cell of ours takes both languages.
    event.clipboardData.setData("application/x-polku-cell", JSON.stringify(texts));
    if (event.type === "cut" && edits) clear(here);
  };

  const onPaste = (event: ClipboardEvent<HTMLElement>) => {
    const here = cellOf(event.target);
    if (!edits || !here?.stage || (event.target as HTMLElement).tagName === "TEXTAREA") return;
    const row = rowOf(here.lane);
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n");
    const own = event.clipboardData.getData("application/x-polku-cell");
    const column = stages.indexOf(here.stage);
    if (!written(row)) return;
    event.preventDefault();
    place.actions.edit((document) => (own ? withCell(document, column, row, valueOf(JSON.parse(own) as Json[], row)) : pasted(document, rows, row, column, text, place)));
  };

  return { onKeyDown, onCopy, onCut: onCopy, onPaste };
}

/** A table of a spreadsheet fills the cells to the right and below; anything else is the lines of one cell. */
function pasted(document: Mapping, rows: readonly Row[], row: Row, column: number, text: string, { tongue, home }: MapPlace): Mapping {
  const first = rows.indexOf(row);
  const count = stagesOf(document).length;
  return (table(text) ?? [[text]]).reduce(
    (whole, line, down) =>
      line.reduce((next, cell, right) => {
        const target = rows[first + down];
        if (!written(target) || column + right >= count) return next;
        const old = listed(at(next, pathOf(column + right, target)));
        const lines = target.kind === "text" ? cell.replace(/\n+/g, " ") : cell;
        return withCell(next, column + right, target, valueOf(fromLines(lines, old, tongue, home), target));
      }, whole),
    document,
  );
}
