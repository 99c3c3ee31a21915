/** ECharts with only what Polku draws. This file comes when the first picture is drawn, never with a page. */

import { BarChart, CustomChart, GraphChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent, VisualMapContinuousComponent } from "echarts/components";
import { init, use, type ECharts } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Option } from "./paper";

use([BarChart, CustomChart, GraphChart, HeatmapChart, LineChart, ScatterChart, GridComponent, LegendComponent, TooltipComponent, VisualMapContinuousComponent, SVGRenderer]);

export type Drawing = Pick<ECharts, "resize" | "dispose">;

export function draw(place: HTMLElement, option: Option): Drawing {
  const chart = init(place, null, { renderer: "svg" });
  chart.setOption(option);
  return chart;
}
