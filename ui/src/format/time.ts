/** Dates and times in the workspace's time zone. Input is ISO 8601 UTC, as the API gives it. */

import { locale, MISSING, type Language } from "./number";

export interface Place {
  language: Language;
  timezone: string;
}

type When = string | null | undefined;

function parts(iso: string, place: Place, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale(place.language), { timeZone: place.timezone, ...options }).format(new Date(iso));
}

/** 21.11.2026 or 21 Nov 2026. */
export function date(iso: When, place: Place): string {
  if (!iso) return MISSING;
  if (place.language === "fi") return parts(iso, place, { day: "numeric", month: "numeric", year: "numeric" });
  return parts(iso, place, { day: "numeric", month: "short", year: "numeric" });
}

/** 10.15 or 10:15. */
export function clock(iso: When, place: Place): string {
  if (!iso) return MISSING;
  const text = parts(iso, place, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return place.language === "fi" ? text.replace(":", ".").replace(/^0(?=\d)/, "") : text;
}

/** 21.11.2026 klo 10.15 or 21 Nov 2026, 10:15. Midnight UTC is a day without a time of day, as files have them. */
export function dateTime(iso: When, place: Place): string {
  if (!iso) return MISSING;
  if (/T00:00:00(\.0+)?Z$/.test(iso)) return date(iso, { ...place, timezone: "UTC" });
  const joint = place.language === "fi" ? " klo " : ", ";
  return date(iso, place) + joint + clock(iso, place);
}

/** A month "2026-10" as 10/2026 or Oct 2026. */
export function month(value: string, language: Language): string {
  const [year, number] = value.split("-");
  if (language === "fi") return `${Number(number)}/${year}`;
  const day = new Date(Date.UTC(Number(year), Number(number) - 1, 1));
  return new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" }).format(day);
}

/** A calendar day "2026-12-31" has no zone: 31.12.2026 or 31 Dec 2026. */
export function calendarDay(value: When, language: Language): string {
  return value ? date(`${value.slice(0, 10)}T12:00:00Z`, { language, timezone: "UTC" }) : MISSING;
}

export type Age = { unit: "now" | "minute" | "hour" | "day"; count: number };

/** How long ago, in the largest unit that fits. */
export function age(iso: string, now: number): Age {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return { unit: "now", count: 0 };
  if (minutes < 60) return { unit: "minute", count: minutes };
  if (minutes < 48 * 60) return { unit: "hour", count: Math.floor(minutes / 60) };
  return { unit: "day", count: Math.floor(minutes / 1440) };
}
