/** Lines and stairs: y over months, days or numbers; each line differs by dash and mark too, not by colour alone. */

import type { Cell, ReportColumn, ReportRow } from "../api/reports";
import { numberIn } from "../metrics/cell";
import { base, WITHIN, columnOf, drawn, legend, nameAxis, tip, TOP, valueAxis, valuesOf, type Option, type Paper, type Picture, type Source } from "./paper";

const MOST = 8;
const BANDS = 3; // more than three bands on top of each other tell nothing
const DASHES = ["solid", [7, 4], [2, 3], [9, 3, 2, 3], "solid", [7, 4], [2, 3], [9, 3, 2, 3]];
const MARKS = ["circle", "triangle", "rect", "diamond", "emptyCircle", "emptyTriangle", "emptyRect", "emptyDiamond"];

interface Line {
  name: string;
  column: ReportColumn;
  rows: ReportRow[];
}

export function lines(source: Source, paper: Paper): Picture {
  const { chart, sheet } = source;
  const x = columnOf(sheet, chart.x);
  const every = linesOf(source, paper);
  const shown = every.slice(0, MOST);
  if (!x) return { option: {}, height: 0, left: 0 };
  const measured = x.kind !== "month" && x.kind !== "day" && x.kind !== "text";
  const places = valuesOf(sheet.rows, x, paper.write);
  const kind = shown[0]?.column.kind ?? "number";
  const at = (row: ReportRow): Cell => (measured ? numberIn(row[x.key]) : paper.write(row[x.key], x.kind));
  const axis = measured
    ? valueAxis(x.kind, paper, { min: "dataMin", max: "dataMax", name: paper.title(x), nameLocation: "middle", nameGap: 30, nameTextStyle: { color: paper.colours.quiet } })
    : nameAxis(places.map(({ name }) => name), paper, { boundaryGap: places.length < 3 }, { hideOverlap: true, color: paper.colours.quiet });
  return {
    left: every.length - shown.length,
    height: 320,
    option: {
      ...base(paper),
      legend: legend(shown.map(({ name }) => name), paper),
      grid: { left: 8, right: 24, top: shown.length > 1 ? TOP + 6 : 12, bottom: measured ? 26 : 4, ...WITHIN },
      tooltip: tip(paper, { trigger: "axis", formatter: (points: Point | Point[]) => told([points].flat(), shown, x, at, paper) }),
      xAxis: axis,
      yAxis: valueAxis(kind, paper, { scale: kind !== "share" && kind !== "count" }),
      series: shown.flatMap((line, index) => [
        {
          type: "line",
          name: line.name,
          id: `line-${index}`,
          connectNulls: false,
          showSymbol: line.rows.length <= 40,
          symbol: MARKS[index],
          symbolSize: 7,
          ...(chart.kind === "steps" ? { step: "end", showSymbol: false } : {}),
          lineStyle: { width: 2.25, type: DASHES[index] },
          itemStyle: { color: colour(index, paper) },
          data: line.rows.map((row) => [at(row), numberIn(row[line.column.key])]),
        },
        ...(line.column.interval && shown.length <= BANDS ? band(line, index, chart.kind === "steps", at, paper) : []),
      ]),
    },
  };
}

const colour = (index: number, { colours }: Paper) => colours.series[index % colours.series.length];

function linesOf(source: Source, paper: Paper): Line[] {
  const { chart, sheet } = source;
  const columns = drawn(source);
  const by = columnOf(sheet, chart.by);
  if (!by) return columns.map((column) => ({ name: paper.title(column), column, rows: sheet.rows }));
  return valuesOf(sheet.rows, by, paper.write).flatMap(({ name }) =>
    columns.map((column) => ({
      name: columns.length > 1 ? `${name}: ${paper.title(column)}` : name,
      column,
      rows: sheet.rows.filter((row) => paper.write(row[by.key], by.kind) === name),
    })),
  );
}

/** The interval as a wash: a line nobody sees, and what stands on it up to the upper end. */
function band({ column, rows }: Line, index: number, stairs: boolean, at: (row: ReportRow) => Cell, paper: Paper): Option[] {
  const edge = (name: string, value: (low: number, high: number) => number, style: Option): Option => ({
    type: "line",
    id: `${name}-${index}`,
    stack: `band-${index}`,
    stackStrategy: "all",
    silent: true,
    symbol: "none",
    tooltip: { show: false },
    lineStyle: { opacity: 0 },
    itemStyle: { color: colour(index, paper) },
    ...(stairs ? { step: "end" } : {}),
    ...style,
    data: rows.map((row) => {
      const [low, high] = [numberIn(row[`${column.key}_low`]), numberIn(row[`${column.key}_high`])];
      return [at(row), low === null || high === null ? null : value(low, high)];
    }),
  });
  return [edge("low", (low) => low, {}), edge("high", (low, high) => high - low, { areaStyle: { color: colour(index, paper), opacity: 0.16 } })];
}

interface Point {
  seriesId?: string;
  value: [Cell, number | null];
}

function told(points: Point[], shown: Line[], x: ReportColumn, at: (row: ReportRow) => Cell, { write, title }: Paper): string {
  const place = points[0]?.value[0];
  const rows = points.flatMap(({ seriesId, value }) => {
    const line = seriesId?.startsWith("line-") ? shown[Number(seriesId.slice(5))] : undefined;
    if (!line || value[1] === null) return [];
    const { key, kind, interval } = line.column;
    const row = line.rows.find((each) => at(each) === value[0]);
    const low = row && interval ? numberIn(row[`${key}_low`]) : null;
    return `${line.name}: ${write(value[1], kind)}${low === null ? "" : ` (${write(low, kind)} – ${write(row?.[`${key}_high`], kind)})`}`;
  });
  const heading = typeof place === "number" ? `${title(x)}: ${write(place, x.kind)}` : String(place ?? "");
  return [heading, ...rows].join("\n");
}
