import { createContext, useContext, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { duration, money, number, percent, points, probability, signed, type Language, type Money } from "../format/number";
import { localText, textLanguage, type LocalText } from "../format/text";
import { age, calendarDay, clock, date, dateTime, month } from "../format/time";

/** The workspace's time zone. */
export const Timezone = createContext("Europe/Helsinki");

/** Words, numbers and times in the reader's language and the workspace's zone. */
export function useWords() {
  const { t, i18n } = useTranslation();
  const language = i18n.language as Language;
  const timezone = useContext(Timezone);
  return useMemo(() => {
    const place = { language, timezone };
    return {
      t,
      language,
      timezone,
      /** "1 204 ihmistä": the count chooses the plural, the number is written as the language does. */
      counted: (key: string, count: number, more: Record<string, unknown> = {}) =>
        t(key, { count, n: number(count, language, 1), ...more }),
      days: (value: number) => {
        const { unit, count } = duration(value);
        return t(`unit.${unit}`, { count, n: number(count, language, 1) });
      },
      number: (value: number | null | undefined, decimals?: number) => number(value, language, decimals),
      percent: (value: number | null | undefined, decimals?: number) => percent(value, language, decimals),
      points: (value: number | null | undefined, decimals?: number) => points(value, language, decimals),
      signed: (value: number, decimals?: number) => signed(value, language, decimals),
      probability: (value: number | null | undefined) => probability(value, language),
      money: (value: Money | null | undefined) => money(value, language),
      date: (iso: string | null | undefined) => date(iso, place),
      clock: (iso: string | null | undefined) => clock(iso, place),
      dateTime: (iso: string | null | undefined) => dateTime(iso, place),
      calendarDay: (value: string | null | undefined) => calendarDay(value, language),
      month: (value: string) => month(value, language),
      ago: (iso: string, now: number) => {
        const { unit, count } = age(iso, now);
        return unit === "now" ? t("ago.now") : t(`ago.${unit}`, { count, n: number(count, language) });
      },
      text: (value: LocalText | null | undefined) => localText(value, language),
      textLang: (value: LocalText | null | undefined) => textLanguage(value, language),
    };
  }, [t, language, timezone]);
}

export type Words = ReturnType<typeof useWords>;
