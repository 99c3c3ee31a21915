/** A bar for each row with its interval: lying when rows have names, standing when they are months or days. */

import type { ReportColumn, ReportRow } from "../api/reports";
import { MISSING } from "../format/number";
import { numberIn } from "../metrics/cell";
import { base, WITHIN, columnOf, drawn, legend, nameAxis, tip, TOP, valueAxis, type Option, type Paper, type Picture, type Source } from "./paper";

const MOST = 30;
const PER_BAR = 20;
const BAR = { barMaxWidth: 22, barCategoryGap: "28%", barGap: "10%" };

export function bars(source: Source, paper: Paper): Picture {
  const { chart, sheet } = source;
  const x = columnOf(sheet, chart.x);
  const columns = drawn(source);
  const standing = x?.kind === "month" || x?.kind === "day";
  const rows = standing ? sheet.rows : sheet.rows.slice(0, MOST);
  const by = columnOf(sheet, chart.by);
  const names = rows.map((row) => [x, by].flatMap((column) => (column ? [paper.write(row[column.key], column.kind)] : [])).filter((name) => name !== MISSING).join(" · "));
  const kind = columns[0]?.kind ?? "number";
  const values = valueAxis(kind, paper, standing ? {} : { position: "bottom" });
  const named = standing
    ? nameAxis(names, paper, {}, { hideOverlap: true })
    : nameAxis(names, paper, { inverse: true }, { width: paper.narrow ? 110 : names.some((name) => name.length > 36) ? 360 : 220, overflow: "truncate", interval: 0 });
  const titles = columns.map(paper.title);
  return {
    left: sheet.rows.length - rows.length,
    height: standing ? 300 : rows.length * Math.max(30, columns.length * PER_BAR + 10) + 60,
    option: {
      ...base(paper),
      legend: legend(titles, paper),
      grid: { left: 8, right: 24, top: columns.length > 1 ? TOP : 8, bottom: 4, ...WITHIN },
      tooltip: tip(paper, { trigger: "item", formatter: (at: { dataIndex: number }) => told(rows[at.dataIndex], names[at.dataIndex], columns, paper) }),
      xAxis: standing ? named : values,
      yAxis: standing ? values : named,
      series: columns.flatMap((column, index) => [
        {
          type: "bar",
          name: titles[index],
          ...BAR,
          itemStyle: { color: paper.colours.series[index % paper.colours.series.length], borderRadius: 3 },
          data: rows.map((row) => numberIn(row[column.key]) ?? "-"),
        },
        ...(column.interval ? [whiskers(rows, column, index, columns.length, standing, paper)] : []),
      ]),
    },
  };
}

function told(row: ReportRow | undefined, name: string | undefined, columns: ReportColumn[], { write, title }: Paper): string {
  if (!row) return "";
  const lines = columns.map((column) => {
    const ends = column.interval && numberIn(row[`${column.key}_low`]) !== null;
    const span = ends ? ` (${write(row[`${column.key}_low`], column.kind)} – ${write(row[`${column.key}_high`], column.kind)})` : "";
    return `${title(column)}: ${write(row[column.key], column.kind)}${span}`;
  });
  return [name, ...lines].join("\n");
}

interface Api {
  value: (dimension: number) => number;
  coord: (point: [number, number]) => [number, number];
  barLayout: (options: Option) => { offsetCenter: number }[];
}

/** The interval as a line with ends, on its own bar. */
function whiskers(rows: readonly ReportRow[], { key }: ReportColumn, index: number, count: number, standing: boolean, { colours }: Paper): Option {
  return {
    type: "custom",
    silent: true,
    z: 5,
    tooltip: { show: false },
    encode: standing ? { x: 0, y: [1, 2] } : { y: 0, x: [1, 2] },
    data: rows.flatMap((row, at) => {
      const [low, high] = [numberIn(row[`${key}_low`]), numberIn(row[`${key}_high`])];
      return low === null || high === null ? [] : [[at, low, high]];
    }),
    renderItem: (_: unknown, api: Api) => {
      const shift = api.barLayout({ ...BAR, count })[index]?.offsetCenter ?? 0;
      const end = (dimension: number) => {
        const at: [number, number] = standing ? [api.value(0), api.value(dimension)] : [api.value(dimension), api.value(0)];
        const [x, y] = api.coord(at);
        return standing ? [x + shift, y] : [x, y + shift];
      };
      const [a, b] = [end(1), end(2)] as [[number, number], [number, number]];
      const line = (x1: number, y1: number, x2: number, y2: number) => ({ type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: colours.text, lineWidth: 1.5 } });
      const [dx, dy] = standing ? [4, 0] : [0, 4];
      return {
        type: "group",
        children: [
          line(a[0], a[1], b[0], b[1]),
          line(a[0] - dx, a[1] - dy, a[0] + dx, a[1] + dy),
          line(b[0] - dx, b[1] - dy, b[0] + dx, b[1] + dy),
        ],
      };
    },
  };
}
