import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { speak } from "../api/client";
import type { Language } from "../format/number";
import en from "./en.json";
import fi from "./fi.json";

const REMEMBERED = "polku.language";

export function remembered(): Language | null {
  const value = localStorage.getItem(REMEMBERED);
  return value === "fi" || value === "en" ? value : null;
}

/** Speaks `language` from now on; `remember` when the reader chose it. */
export function setLanguage(language: Language, remember: boolean): void {
  if (remember) localStorage.setItem(REMEMBERED, language);
  speak(language);
  document.documentElement.lang = language;
  void i18n.changeLanguage(language);
}

export function startLanguage(): void {
  const language = remembered() ?? "fi";
  speak(language);
  document.documentElement.lang = language;
  void i18n.use(initReactI18next).init({
    resources: { fi: { translation: fi }, en: { translation: en } },
    lng: language,
    fallbackLng: false,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
}
