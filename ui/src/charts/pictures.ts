/** The kinds of pictures that an answer may ask for. */

import type { Chart } from "../api/reports";
import { bars } from "./bars";
import { dots } from "./dots";
import { graph } from "./graph";
import { heat } from "./heat";
import { lines } from "./lines";
import type { Paper, Picture, Source } from "./paper";

const PICTURES: Record<Chart["kind"], (source: Source, paper: Paper) => Picture> = { bars, lines, steps: lines, heat, graph, dots };

export const picture = (source: Source, paper: Paper): Picture => PICTURES[source.chart.kind](source, paper);
