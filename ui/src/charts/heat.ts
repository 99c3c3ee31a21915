/** A table of colours: what is missing stays empty, and the number stands in the cell where there is room. */

import { isNumeric, numberIn } from "../metrics/cell";
import { base, WITHIN, columnOf, drawn, nameAxis, tip, valuesOf, type Paper, type Picture, type Source } from "./paper";

const READABLE = 170;

export function heat(source: Source, paper: Paper): Picture {
  const { chart, sheet } = source;
  const [x, y, value] = [columnOf(sheet, chart.x), columnOf(sheet, chart.by), drawn(source)[0]];
  if (!x || !y || !value) return { option: {}, height: 0, left: 0 };
  const across = valuesOf(sheet.rows, x, paper.write).map(({ name }) => name);
  const down = valuesOf(sheet.rows, y, paper.write).map(({ name }) => name);
  const cells = sheet.rows.flatMap((row) => {
    const found = numberIn(row[value.key]);
    return found === null ? [] : [[across.indexOf(paper.write(row[x.key], x.kind)), down.indexOf(paper.write(row[y.key], y.kind)), found]];
  });
  const found = cells.map((cell) => cell[2]!);
  const { colours, write, narrow } = paper;
  // Names of things do not fit side by side: they lean, and none is left out.
  const lean = x.kind === "text" && across.some((name) => name.length > 8);
  const named = lean ? { interval: 0, rotate: 40, width: 130, overflow: "truncate" } : { hideOverlap: true };
  const name = { nameLocation: "middle", nameGap: 26, nameTextStyle: { color: colours.quiet } };
  return {
    left: 0,
    height: Math.max(160, down.length * 30 + (lean ? 190 : 130)),
    option: {
      ...base(paper),
      grid: { left: 8, right: 12, top: 28, bottom: 56, ...WITHIN },
      tooltip: tip(paper, {
        formatter: ({ value: cell }: { value: [number, number, number] }) =>
          [`${paper.title(x)}: ${across[cell[0]]}`, `${paper.title(y)}: ${down[cell[1]]}`, `${paper.title(value)}: ${write(cell[2], value.kind)}`].join("\n"),
      }),
      xAxis: nameAxis(across, paper, { position: "top", axisLine: { show: false }, ...(lean ? {} : { name: paper.title(x), ...name }) }, { ...named, color: colours.quiet }),
      yAxis: nameAxis(down, paper, { inverse: true, axisLine: { show: false }, ...(isNumeric(y.kind) ? { name: paper.title(y), ...name } : {}) }, { width: narrow ? 80 : 180, overflow: "truncate", interval: 0 }),
      visualMap: {
        min: found.reduce((least, each) => Math.min(least, each), Infinity),
        max: found.reduce((most, each) => Math.max(most, each), -Infinity),
        calculable: false,
        orient: "horizontal",
        left: "center",
        bottom: 0,
        itemWidth: 12,
        itemHeight: 140,
        inRange: { color: colours.heat },
        textStyle: { color: colours.quiet },
        text: [write(Math.max(...found), value.kind), write(Math.min(...found), value.kind)],
      },
      series: [
        {
          type: "heatmap",
          data: cells,
          itemStyle: { borderColor: colours.surface, borderWidth: 2, borderRadius: 3 },
          label: {
            show: !narrow && cells.length <= READABLE && across.length <= 16,
            color: colours.text,
            fontSize: 11,
            formatter: ({ value: cell }: { value: [number, number, number] }) => write(cell[2], value.kind),
          },
          emphasis: { disabled: true },
        },
      ],
    },
  };
}
