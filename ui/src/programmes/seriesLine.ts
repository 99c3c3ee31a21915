/** Two lines of shares over days since entry, on a plane of width × height. */

import type { ProgrammeResults } from "../api/types";

export interface Plane {
  width: number;
  height: number;
  pad: number;
}

export interface Lines {
  cared: string;
  holdout: string;
  /** The share at the top of the plane. */
  top: number;
}

export function drawSeries(series: ProgrammeResults["series"], { width, height, pad }: Plane): Lines {
  const values = series.flatMap(({ cared, holdout }) => [cared, holdout]).filter((value) => value !== null);
  const top = Math.max(0.01, ...values) * 1.1;
  const last = Math.max(1, ...series.map(({ day }) => day));
  const path = (side: "cared" | "holdout") => {
    let drawn = "";
    let open = false;
    for (const point of series) {
      const value = point[side];
      if (value === null) {
        open = false;
        continue;
      }
      const x = pad + (point.day / last) * (width - 2 * pad);
      const y = height - pad - (value / top) * (height - 2 * pad);
      drawn += `${open ? " L" : `${drawn ? " " : ""}M`}${x.toFixed(1)} ${y.toFixed(1)}`;
      open = true;
    }
    return drawn;
  };
  return { cared: path("cared"), holdout: path("holdout"), top };
}
