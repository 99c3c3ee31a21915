/** The assumed emotion (-2…2) as a curve that runs on from cell to cell: each cell draws its own part. */

export interface Plane {
  width: number;
  height: number;
}

export function emotionY(value: number, { height }: Plane): number {
  const pad = height * 0.14;
  return height / 2 - (value / 2) * (height / 2 - pad);
}

/** The part of stage `index`: from half-way to the one before to half-way to the next. Null without a value. */
export function emotionPart(values: (number | null)[], index: number, plane: Plane): string | null {
  const here = values[index];
  if (here === null || here === undefined) return null;
  const y = (value: number) => emotionY(value, plane).toFixed(1);
  const middle = plane.width / 2;
  const before = values[index - 1];
  const after = values[index + 1];
  const start = before === null || before === undefined ? `M${middle} ${y(here)}` : `M0 ${y((before + here) / 2)}`;
  const into = before === null || before === undefined ? "" : ` Q${middle / 2} ${y(here)} ${middle} ${y(here)}`;
  const out =
    after === null || after === undefined ? "" : ` Q${middle * 1.5} ${y(here)} ${plane.width} ${y((here + after) / 2)}`;
  return start + into + out;
}
