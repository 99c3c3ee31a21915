/** Numbers as the reader's language writes them. A missing number is an en dash, never 0. */

export type Language = "fi" | "en";

export const MISSING = "–";
const LOCALE: Record<Language, string> = { fi: "fi-FI", en: "en-GB" };

export interface Money {
  minor: number;
  currency: string | null;
}

export function locale(language: Language): string {
  return LOCALE[language];
}

/** 1 234 or 1,234; at most `decimals` decimals. */
export function number(value: number | null | undefined, language: Language, decimals = 0): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: decimals }).format(value);
}

/** A share 0…1 as 12,5 % (non-breaking space) or 12.5%. */
export function percent(share: number | null | undefined, language: Language, decimals = 1): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return MISSING;
  return new Intl.NumberFormat(LOCALE[language], {
    style: "percent",
    maximumFractionDigits: decimals,
  }).format(share);
}

/** A difference of shares, -1…1, as +1,2 %-yks. or +1.2 pp; a word joiner keeps a line from ending at the hyphen. */
export function points(share: number | null | undefined, language: Language, decimals = 1): string {
  if (share === null || share === undefined || !Number.isFinite(share)) return MISSING;
  const written = signed(share * 100, language, decimals);
  return written + (language === "fi" ? "\u00a0%-\u2060yks." : "\u00a0pp");
}

/** With its sign: +3, −3 and 0. */
export function signed(value: number, language: Language, decimals = 0): string {
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits: decimals, signDisplay: "exceptZero" }).format(value);
}

/** A probability of chance: 0,03; what is smaller than is written is said so. */
export function probability(value: number | null | undefined, language: Language): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  return value < 0.001 ? `<\u00a0${number(0.001, language, 3)}` : number(value, language, value < 0.1 ? 3 : 2);
}

/** Minor units and a currency code as 1 234 € or €1,234.50; whole amounts carry no decimals. */
export function money(value: Money | null | undefined, language: Language): string {
  if (!value) return MISSING;
  // Without a currency it is a plain amount of hundredths.
  if (value.currency === null) {
    return new Intl.NumberFormat(LOCALE[language], { minimumFractionDigits: 2 }).format(value.minor / 100);
  }
  const style = { style: "currency", currency: value.currency } as const;
  const digits = new Intl.NumberFormat(LOCALE[language], style).resolvedOptions().maximumFractionDigits ?? 2;
  const whole = value.minor % 10 ** digits === 0;
  return new Intl.NumberFormat(LOCALE[language], {
    ...style,
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: whole ? 0 : digits,
  }).format(value.minor / 10 ** digits);
}

export interface Duration {
  unit: "days" | "hours" | "minutes";
  count: number;
}

/** Days in the unit a reader thinks in: 43 days, 3,5 days, 5 hours, 12 minutes. */
export function duration(days: number): Duration {
  if (days >= 10) return { unit: "days", count: Math.round(days) };
  if (days >= 1 || days <= 0) return { unit: "days", count: Math.round(days * 10) / 10 };
  const minutes = Math.max(1, Math.round(days * 1440));
  return minutes < 60 ? { unit: "minutes", count: minutes } : { unit: "hours", count: Math.round(minutes / 60) };
}
