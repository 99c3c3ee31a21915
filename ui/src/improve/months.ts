/** The year calendar by month. Pure. */

export interface Dated {
  from: string;
  to: string;
}

/** "2026-01" … "2026-12". */
export const monthsOf = (year: number): string[] => Array.from({ length: 12 }, (_, index) => `${year}-${String(index + 1).padStart(2, "0")}`);

/** What happens in a month, also what began before it and goes on. */
export function inMonth<T extends Dated>(items: T[], month: string): T[] {
  return items.filter(({ from, to }) => from.slice(0, 7) <= month && to.slice(0, 7) >= month);
}

/** Whether it begins in an earlier month. */
export const goesOn = (item: Dated, month: string): boolean => item.from.slice(0, 7) < month;

const moved = (day: string, year: number): string => (day.endsWith("-02-29") && !leap(year) ? `${year}-02-28` : `${year}${day.slice(4)}`);
const leap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** The days of an item that fall in a year: two stretches when it goes over New Year each year. */
export function within(item: { from: string; to?: string | null; every?: string | null }, year: number): Dated[] {
  const to = item.to ?? item.from;
  const first = Number(item.from.slice(0, 4));
  const starts = item.every === "year" ? [year - 1, year] : [first];
  const [begins, ends] = [`${year}-01-01`, `${year}-12-31`];
  return starts
    .map((start) => ({ from: moved(item.from, start), to: moved(to, Number(to.slice(0, 4)) + start - first) }))
    .filter((part) => part.from <= ends && part.to >= begins)
    .map((part) => ({ from: part.from < begins ? begins : part.from, to: part.to > ends ? ends : part.to }));
}
