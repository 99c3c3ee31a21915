/** As long before a change as has gone after it, at most a quarter of a year. Days of the UTC calendar. Pure. */

const DAY = 86_400_000;
const MOST = 90;
const LEAST = 7;

export interface Periods {
  before: { from: string; to: string };
  after: { from: string; to: string };
  days: number;
}

const day = (moment: number) => new Date(moment).toISOString().slice(0, 10);

/** Null while less than a week has gone. `end`: up to when there are figures. */
export function periodsOf(published: string, end: string): Periods | null {
  const at = Date.parse(published);
  const days = Math.min(MOST, Math.floor((Date.parse(end) - at) / DAY));
  if (!(days >= LEAST)) return null;
  return { days, before: { from: day(at - days * DAY), to: day(at - DAY) }, after: { from: day(at), to: day(at + (days - 1) * DAY) } };
}
