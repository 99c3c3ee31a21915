/** Arrows between things: thicker means more. Only the strongest are drawn, since a ball of wool tells nothing. */

import type { ReportColumn, ReportRow } from "../api/reports";
import { numberIn } from "../metrics/cell";
import { placed } from "./layout";
import { base, columnOf, tip, type Paper, type Picture, type Source } from "./paper";

const MOST = 30;

export function graph(source: Source, paper: Paper): Picture {
  const { chart, sheet } = source;
  const [from, to, weight] = [columnOf(sheet, chart.x), columnOf(sheet, chart.by), columnOf(sheet, chart.y[0] ?? null)];
  if (!from || !to || !weight) return { option: {}, height: 0, left: 0 };
  const { colours, write, title, narrow } = paper;
  const tone = columnOf(sheet, chart.y[1] ?? null);
  const all = sheet.rows.flatMap((row) => {
    const value = numberIn(row[weight.key]);
    return value === null || value === 0
      ? []
      : [{ from: write(row[from.key], from.kind), to: write(row[to.key], to.kind), weight: Math.abs(value), row, value }];
  });
  // Staying put is in the table: a loop would only make all other arrows look thin.
  const moves = all.filter((edge) => edge.from !== edge.to);
  const edges = moves.sort((a, b) => b.weight - a.weight).slice(0, narrow ? MOST / 2 : MOST);
  const { at, circle } = placed(edges);
  const top = edges[0]?.weight ?? 1;
  const tones = tone ? edges.map(({ row }) => numberIn(row[tone.key]) ?? 0) : [];
  const paint = toned(tones, tone !== undefined && isSigned(source.sheet.rows, tone), colours.series);
  const sideways = narrow && !circle; // a phone is tall: the flow goes downwards
  const height = circle ? (narrow ? 380 : 520) : narrow ? Math.max(420, at.size * 64) : Math.max(260, widest(at) * 68 + 90);
  const label = (name: string) => ({ show: true, color: colours.text, fontSize: 12, lineHeight: 15, textBorderColor: colours.surface, textBorderWidth: 3, width: narrow ? 84 : 150, overflow: "break", position: circle ? around(at.get(name)!) : "bottom" });
  return {
    left: all.length - edges.length,
    height,
    option: {
      ...base(paper),
      tooltip: tip(paper, {
        formatter: ({ dataType, dataIndex, name }: { dataType: string; dataIndex: number; name: string }) => {
          const edge = edges[dataIndex];
          if (dataType !== "edge" || !edge) return name;
          const more = tone ? [`${title(tone)}: ${write(edge.row[tone.key], tone.kind)}`] : [];
          return [`${edge.from} → ${edge.to}`, `${title(weight)}: ${write(edge.value, weight.kind)}`, ...more].join("\n");
        },
      }),
      grid: { left: circle ? "20%" : narrow ? "14%" : "8%", right: circle ? "20%" : narrow ? "14%" : "8%", top: 32, bottom: 48 },
      xAxis: { show: false, min: 0, max: 1 },
      yAxis: { show: false, min: 0, max: 1, inverse: true },
      series: [
        {
          type: "graph",
          layout: "none",
          coordinateSystem: "cartesian2d",
          roam: false,
          symbolSize: 14,
          edgeSymbol: ["none", "arrow"],
          edgeSymbolSize: 8,
          itemStyle: { color: colours.series[0], borderColor: colours.surface, borderWidth: 2 },
          emphasis: { focus: "adjacency", lineStyle: { opacity: 1 } },
          data: [...at].map(([name, { x, y }]) => ({ name, value: sideways ? [y, x] : [x, y], label: label(name) })),
          edges: edges.map((edge, index) => ({
            source: edge.from,
            target: edge.to,
            lineStyle: {
              width: 1 + 6 * (edge.weight / top),
              opacity: 0.35 + 0.5 * (edge.weight / top),
              curveness: 0.16,
              color: paint(tones[index]),
            },
          })),
        },
      ],
    },
  };
}

/** Whether some number of the column is below nothing. */
export function isSigned(rows: readonly ReportRow[], { key }: ReportColumn): boolean {
  return rows.some((row) => (numberIn(row[key]) ?? 0) < 0);
}

/** Signed: below nothing is another colour. Otherwise the largest third is, so that slow arrows stand out. */
function toned(tones: number[], signed: boolean, series: string[]): (tone: number | undefined) => string {
  const high = [...tones].sort((a, b) => a - b)[Math.ceil((tones.length * 2) / 3)] ?? Infinity;
  const differ = high > Math.min(...tones);
  return (tone) => {
    const other = tone !== undefined && (signed ? tone < 0 : differ && tone >= high);
    return (other ? series[1] : series[0]) ?? "currentColor";
  };
}

function widest(at: Map<string, { x: number }>): number {
  const counts = new Map<number, number>();
  for (const { x } of at.values()) counts.set(x, (counts.get(x) ?? 0) + 1);
  return Math.max(...counts.values(), 1);
}

function around({ x, y }: { x: number; y: number }): string {
  if (Math.abs(x - 0.5) < 0.12) return y < 0.5 ? "top" : "bottom";
  return x < 0.5 ? "left" : "right";
}
