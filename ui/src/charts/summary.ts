/** What a picture shows, in numbers: the sentence that is read instead of it. */

import type { Cell, Kind, ReportColumn, ReportRow } from "../api/reports";
import { numberIn } from "../metrics/cell";
import { columnOf, drawn, type Paper, type Source } from "./paper";

export interface Extreme {
  name: string;
  value: string;
}

/** The words are the screen's: `kind` says which sentence, the rest what stands in it. */
export interface Summary {
  kind: "none" | "most" | "single" | "last" | "strongest" | "points";
  most?: Extreme;
  least?: Extreme;
  last?: Extreme;
  count: number;
}

export function summary(source: Source, paper: Pick<Paper, "write">): Summary {
  const { chart, sheet } = source;
  const { write } = paper;
  const value = chart.kind === "dots" || chart.kind === "graph" ? columnOf(sheet, chart.y[0] ?? null) : drawn(source)[0];
  if (!value) return { kind: "none", count: 0 };
  const found = sheet.rows.flatMap((row) => {
    const number = numberIn(row[value.key]);
    return number === null ? [] : [{ row, number }];
  });
  if (found.length === 0) return { kind: "none", count: 0 };
  const say = ({ row, number }: { row: ReportRow; number: number }): Extreme => ({ name: nameOf(source, row, write), value: write(number, value.kind) });
  const most = found.reduce((a, b) => (b.number > a.number ? b : a));
  const least = found.reduce((a, b) => (b.number < a.number ? b : a));
  const count = found.length;
  if (count === 1) return { kind: "single", most: say(most), count };
  if (chart.kind === "graph") return { kind: "strongest", most: say(most), count };
  if (chart.kind === "dots") return { kind: "points", most: say(most), least: say(least), count };
  const time = columnOf(sheet, chart.x)?.kind;
  // What comes last is news only where time runs.
  if ((chart.kind === "lines" || chart.kind === "steps") && (time === "month" || time === "day")) return { kind: "last", most: say(most), least: say(least), last: say(found.at(-1)!), count };
  return { kind: "most", most: say(most), least: say(least), count };
}

function nameOf({ chart, sheet }: Source, row: ReportRow, write: (value: Cell, kind: Kind) => string): string {
  const named = (column: ReportColumn | undefined) => (column ? [write(row[column.key], column.kind)] : []);
  const x = columnOf(sheet, chart.x);
  const by = columnOf(sheet, chart.by);
  if (chart.kind === "graph") return [...named(x), ...named(by)].join(" → ");
  if (chart.kind === "dots") return named(by ?? sheet.columns.find(({ kind }) => kind === "text")).join("");
  return [...named(by), ...named(x)].join(" · ");
}
