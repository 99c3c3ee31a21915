/** A length of time as the document writes it: "2d", "-3d", "1.5h". */

export const UNITS = ["min", "h", "d", "w"] as const;
export type Unit = (typeof UNITS)[number];

export interface Length {
  count: number;
  unit: Unit;
}

/** The number and its unit, or null when it is written another way and has to stay as it is. */
export function readLength(value: unknown): Length | null {
  const match = typeof value === "string" ? /^\s*(-?\d+(?:\.\d+)?)\s*(min|h|d|w)\s*$/.exec(value) : null;
  return match ? { count: Number(match[1]), unit: match[2] as Unit } : null;
}

export function writeLength({ count, unit }: Length): string {
  return `${count}${unit}`;
}
