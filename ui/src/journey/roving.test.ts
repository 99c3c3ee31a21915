import { expect, it } from "vitest";
import { step } from "./roving";

it("moves by one cell and stops at the edges", () => {
  expect(step("ArrowRight", { row: 0, column: 0 }, 2, 3)).toEqual({ row: 0, column: 1 });
  expect(step("ArrowRight", { row: 0, column: 2 }, 2, 3)).toEqual({ row: 0, column: 2 });
  expect(step("ArrowUp", { row: 0, column: 1 }, 2, 3)).toEqual({ row: 0, column: 1 });
  expect(step("ArrowDown", { row: 0, column: 1 }, 2, 3)).toEqual({ row: 1, column: 1 });
});

it("goes to the ends of the row, or of the grid with Ctrl", () => {
  expect(step("End", { row: 0, column: 0 }, 2, 3)).toEqual({ row: 0, column: 2 });
  expect(step("End", { row: 0, column: 0 }, 2, 3, true)).toEqual({ row: 1, column: 2 });
  expect(step("Home", { row: 1, column: 2 }, 2, 3, true)).toEqual({ row: 0, column: 0 });
});

it("leaves every other key alone", () => {
  expect(step("Tab", { row: 0, column: 0 }, 2, 3)).toBeNull();
  expect(step("a", { row: 0, column: 0 }, 2, 3)).toBeNull();
});
