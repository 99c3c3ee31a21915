/** What every picture is drawn on: the colours of the look, and how values are written. */

import type { Cell, Chart, Kind, ReportColumn, ReportRow, Sheet } from "../api/reports";
import { isNumeric, numberIn } from "../metrics/cell";

export interface Colours {
  text: string;
  quiet: string;
  line: string;
  surface: string;
  series: string[];
  /** Names of fonts: the width of a text is measured before it is drawn. */
  font: string;
  heat: [string, string];
}

export interface Paper {
  colours: Colours;
  write: (value: Cell, kind: Kind) => string;
  title: (column: ReportColumn) => string;
  /** A phone: fewer words around the picture. */
  narrow: boolean;
}

/** An option object of ECharts: JSON with a few functions. */
export type Option = Record<string, unknown>;

/** One picture: the option, and how tall it is. `left`: rows that had no room. */
export interface Picture {
  option: Option;
  height: number;
  left: number;
}

export interface Source {
  chart: Chart;
  sheet: Sheet;
}

/** The sum of all would dwarf its parts, and so may all the others together. */
const OTHERS = "other";
const SUMS: ReadonlySet<unknown> = new Set(["total", "all"]);

export function withoutSums(sheet: Sheet, value: string | undefined): Sheet {
  const parts = sheet.rows.filter(({ id }) => !SUMS.has(id) && id !== OTHERS);
  const most = Math.max(...parts.map((row) => numberIn(row[value ?? ""]) ?? 0));
  const rows = sheet.rows.filter((row) => !SUMS.has(row.id) && (row.id !== OTHERS || (numberIn(row[value ?? ""]) ?? 0) <= most));
  return rows.length > 0 ? { ...sheet, rows } : sheet;
}

export function columnOf(sheet: Sheet, key: string | null): ReportColumn | undefined {
  return sheet.columns.find((column) => column.key === key);
}

/** The columns to draw. Different units cannot share an axis: those of the first one's kind stay. */
export function drawn({ chart, sheet }: Source): ReportColumn[] {
  const columns = chart.y.map((key) => columnOf(sheet, key)).filter((column) => column !== undefined);
  return columns.filter(({ kind }) => kind === columns[0]?.kind && isNumeric(kind));
}

/** The different values of a column in their order: months and numbers by size, texts as they come. */
export function valuesOf(rows: readonly ReportRow[], column: ReportColumn, write: Paper["write"]): { value: Cell; name: string }[] {
  const found = new Map<string, Cell>();
  for (const row of rows) found.set(write(row[column.key], column.kind), row[column.key]);
  const values = [...found].map(([name, value]) => ({ name, value }));
  if (column.kind === "text" || column.kind === "flag") return values;
  return values.sort((a, b) => {
    const [x, y] = [numberIn(a.value), numberIn(b.value)];
    return x !== null && y !== null ? x - y : String(a.value).localeCompare(String(b.value));
  });
}

export function base({ colours }: Paper): Option {
  return {
    animation: false,
    textStyle: { color: colours.text, fontFamily: colours.font },
    color: colours.series,
  };
}

/** Plain text in the picture itself: nothing of the data is ever read as HTML. */
export function tip({ colours }: Paper, more: Option): Option {
  return {
    renderMode: "richText",
    confine: true,
    backgroundColor: colours.text,
    borderWidth: 0,
    padding: [8, 10],
    textStyle: { color: colours.surface, fontSize: 13, lineHeight: 19 },
    ...more,
  };
}

export function valueAxis(kind: Kind, { colours, write, narrow }: Paper, more: Option = {}): Option {
  return {
    type: "value",
    axisLabel: { color: colours.quiet, hideOverlap: true, formatter: (value: number) => short(value, kind, write) },
    splitLine: { lineStyle: { color: colours.line } },
    axisLine: { show: false },
    axisTick: { show: false },
    ...(kind === "count" ? { minInterval: 1 } : {}),
    // No part is more than the whole.
    ...(kind === "share" ? { max: ({ max }: { max: number }) => (max > 0.8 && max <= 1 ? 1 : null) } : {}),
    ...(narrow ? { splitNumber: kind === "share" ? 2 : 3 } : {}),
    ...more,
  };
}

function short(value: number, kind: Kind, write: Paper["write"]): string {
  // Round values of an axis need no tenths: 20,0 % says nothing more than 20 %.
  return write(kind === "share" || kind === "points" ? Number(value.toFixed(4)) : Number(value.toPrecision(6)), kind);
}

export function nameAxis(names: string[], { colours }: Paper, more: Option = {}, label: Option = {}): Option {
  return {
    type: "category",
    data: names,
    axisLabel: { color: colours.text, ...label },
    axisLine: { lineStyle: { color: colours.line } },
    axisTick: { show: false },
    ...more,
  };
}

export function legend(names: string[], { colours }: Paper): Option {
  return {
    show: names.length > 1,
    type: "scroll",
    data: names,
    top: 0,
    left: 0,
    icon: "roundRect",
    itemWidth: 18,
    itemHeight: 8,
    textStyle: { color: colours.text },
    pageIconColor: colours.text,
    pageIconInactiveColor: colours.line,
    pageTextStyle: { color: colours.quiet },
  };
}

/** Labels of the axes stay inside the picture. */
export const WITHIN = { outerBoundsMode: "same", outerBoundsContain: "all" };
export const TOP = 34; // room for the legend
