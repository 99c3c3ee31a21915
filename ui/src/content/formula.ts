/** The market formula while it is typed: the server counts the same from what was saved. */

export const LEVELS = ["unaware", "aware", "exploring", "deciding"] as const;
export type Level = (typeof LEVELS)[number];
export type Shares = Record<Level, number>;

const ROUNDING = 0.01;

export const total = (shares: Shares): number => LEVELS.reduce((sum, level) => sum + shares[level], 0);

export const whole = (shares: Shares): boolean => LEVELS.every((level) => shares[level] >= 0) && Math.abs(total(shares) - 100) <= ROUNDING;

/** Whole people by level, which sum to `people`: what is left after cutting goes to the largest remainders. */
export function divided(people: number, shares: Shares): Shares {
  const sum = total(shares);
  const exact = LEVELS.map((level) => (people * shares[level]) / sum);
  const found = exact.map(Math.floor);
  const left = people - found.reduce((all, each) => all + each, 0);
  const order = LEVELS.map((_, at) => at).sort((a, b) => found[a]! - exact[a]! - (found[b]! - exact[b]!));
  for (const at of order.slice(0, left)) found[at]! += 1;
  return Object.fromEntries(LEVELS.map((level, at) => [level, found[at]!])) as Shares;
}

/** A number as it is typed in Finnish or English; NaN when it is none. */
export const typed = (text: string): number => (text.trim() === "" ? NaN : Number(text.replace(/[\s\u00a0%]/g, "").replace(",", ".")));

/** "5:stä", "3:sta": of so many, as Finnish says it. */
export function elative(count: number): string {
  const tens = count % 100;
  const last = tens > 10 && tens < 20 ? tens - 10 : count % 10;
  const back = last === 0 ? count === 0 || count % 100 === 0 : [2, 3, 6, 8].includes(last);
  return `${count}:${back ? "sta" : "stä"}`;
}
