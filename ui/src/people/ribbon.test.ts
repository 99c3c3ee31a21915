import { expect, it } from "vitest";
import { ribbonShares } from "./ribbon";

const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);

it("fills the ribbon exactly and keeps the order of lengths", () => {
  const shares = ribbonShares([10, 30, 60]);
  expect(sum(shares)).toBeCloseTo(1);
  expect(shares[0]!).toBeCloseTo(0.1);
  expect(shares[2]!).toBeCloseTo(0.6);
});

it("keeps a stage of minutes visible beside one of a year", () => {
  const [short, long] = ribbonShares([0.001, 365]);
  expect(short!).toBeGreaterThan(0.03);
  expect(long!).toBeLessThan(1);
});

it("shares evenly when nothing has lasted yet, and stays whole with many parts", () => {
  expect(ribbonShares([0, 0])).toEqual([0.5, 0.5]);
  expect(sum(ribbonShares(Array.from({ length: 60 }, () => 1)))).toBeCloseTo(1);
});
