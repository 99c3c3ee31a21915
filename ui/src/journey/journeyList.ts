/** Which journeys are shown, and in what order: the running one is always first. Pure. */

import type { JourneyRow } from "../api/types";
import type { LocalText } from "../format/text";

export const ORDERS = ["name", "updated", "review", "complete"] as const;
export type Order = (typeof ORDERS)[number];

const plain = (value: string) => value.toLocaleLowerCase("fi").normalize("NFD").replace(/\p{M}/gu, "");

const filled = ({ completeness }: JourneyRow) => (completeness && completeness.total > 0 ? completeness.filled / completeness.total : -1);

export function found(rows: readonly JourneyRow[], asked: string, order: Order, text: (value: LocalText | null) => string, language: string): JourneyRow[] {
  const words = plain(asked).split(/\s+/).filter(Boolean);
  const says = (row: JourneyRow) => plain([row.key, text(row.name), text(row.goal), text(row.owner)].join(" "));
  const collator = new Intl.Collator(language);
  const compare: Record<Order, (a: JourneyRow, b: JourneyRow) => number> = {
    name: (a, b) => collator.compare(text(a.name), text(b.name)),
    updated: (a, b) => b.updated.localeCompare(a.updated),
    review: (a, b) => b.stale.days - a.stale.days,
    complete: (a, b) => filled(a) - filled(b),
  };
  return rows
    .filter((row) => words.every((word) => says(row).includes(word)))
    .sort((a, b) => Number(b.running) - Number(a.running) || compare[order](a, b));
}
