import { expect, it } from "vitest";
import type { EventRow } from "../api/types";
import { arrived, KEPT } from "./eventStream";

const rows = (...seqs: number[]) => seqs.map((seq) => ({ seq }) as EventRow);

it("shows each event once, the newest first, whatever order they come in", () => {
  expect(arrived(rows(3, 2), rows(2, 5, 4)).map(({ seq }) => seq)).toEqual([5, 4, 3, 2]);
});

it("keeps only the newest", () => {
  const all = arrived(rows(), rows(...Array.from({ length: KEPT + 10 }, (_, index) => index)));
  expect(all).toHaveLength(KEPT);
  expect(all[0]!.seq).toBe(KEPT + 9);
});
