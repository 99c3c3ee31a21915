/** A point for each row; each has its name beside it where there is room. */

import { numberIn } from "../metrics/cell";
import { base, WITHIN, columnOf, drawn, tip, valueAxis, type Paper, type Picture, type Source } from "./paper";

const NAMED = 25;

export function dots(source: Source, paper: Paper): Picture {
  const { chart, sheet } = source;
  const [x, y] = [columnOf(sheet, chart.x), drawn(source)[0]];
  if (!x || !y) return { option: {}, height: 0, left: 0 };
  const by = columnOf(sheet, chart.by) ?? sheet.columns.find(({ kind }) => kind === "text");
  const { colours, write, title } = paper;
  const points = sheet.rows.flatMap((row) => {
    const place = [numberIn(row[x.key]), numberIn(row[y.key])];
    return place.includes(null) ? [] : [{ value: place, name: by ? write(row[by.key], by.kind) : "" }];
  });
  const named = (name: string, more: object) => ({ name, nameLocation: "middle", nameTextStyle: { color: colours.quiet }, scale: true, ...more });
  return {
    left: 0,
    height: 380,
    option: {
      ...base(paper),
      grid: { left: 28, right: 40, top: 16, bottom: 30, ...WITHIN },
      tooltip: tip(paper, {
        formatter: ({ name, value }: { name: string; value: [number, number] }) =>
          [name, `${title(x)}: ${write(value[0], x.kind)}`, `${title(y)}: ${write(value[1], y.kind)}`].join("\n"),
      }),
      xAxis: valueAxis(x.kind, paper, named(title(x), { nameGap: 28 })),
      yAxis: valueAxis(y.kind, paper, named(title(y), { nameGap: paper.narrow ? 44 : 56 })),
      series: [
        {
          type: "scatter",
          symbolSize: 12,
          itemStyle: { color: colours.series[0], opacity: 0.85 },
          data: points,
          label: { show: points.length <= NAMED, formatter: "{b}", position: "right", color: colours.text, fontSize: 12 },
          labelLayout: { hideOverlap: true },
        },
      ],
    },
  };
}
