import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { speak } from "../api/client";
import type { Language } from "../format/number";

const REMEMBERED = "polku.language";

// A reader needs the words of one language: the other is fetched when it is asked for.
const WORDS: Record<Language, () => Promise<{ default: object }>> = {
  fi: () => import("./fi.json"),
  en: () => import("./en.json"),
};

/** Words that only a screen of its own needs come with that screen. */
const AREAS = {
  metrics: { fi: () => import("./metrics/fi.json"), en: () => import("./metrics/en.json") },
  journey: { fi: () => import("./journey/fi.json"), en: () => import("./journey/en.json") },
  people: { fi: () => import("./people/fi.json"), en: () => import("./people/en.json") },
  programmes: { fi: () => import("./programmes/fi.json"), en: () => import("./programmes/en.json") },
  segments: { fi: () => import("./segments/fi.json"), en: () => import("./segments/en.json") },
  settings: { fi: () => import("./settings/fi.json"), en: () => import("./settings/en.json") },
  sources: { fi: () => import("./sources/fi.json"), en: () => import("./sources/en.json") },
  tasks: { fi: () => import("./tasks/fi.json"), en: () => import("./tasks/en.json") },
  content: { fi: () => import("./content/fi.json"), en: () => import("./content/en.json") },
  improve: { fi: () => import("./improve/fi.json"), en: () => import("./improve/en.json") },
  start: { fi: () => import("./start/fi.json"), en: () => import("./start/en.json") },
  team: { fi: () => import("./team/fi.json"), en: () => import("./team/en.json") },
  message: { fi: () => import("./message/fi.json"), en: () => import("./message/en.json") },
} satisfies Record<string, Record<Language, () => Promise<{ default: object }>>>;
export type Area = keyof typeof AREAS;
const learned = new Set<Area>();

async function add(area: Area, language: Language): Promise<void> {
  i18n.addResourceBundle(language, "translation", (await AREAS[area][language]()).default, true, true);
}

/** The words of an area, now and in every language from now on. */
export async function learn(...areas: Area[]): Promise<void> {
  await Promise.all(
    areas.filter((area) => !learned.has(area)).map(async (area) => {
      await add(area, i18n.language as Language);
      learned.add(area);
    }),
  );
}

export function remembered(): Language | null {
  const value = localStorage.getItem(REMEMBERED);
  return value === "fi" || value === "en" ? value : null;
}

async function load(language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, "translation")) {
    i18n.addResourceBundle(language, "translation", (await WORDS[language]()).default);
  }
  await Promise.all([...learned].map((area) => add(area, language)));
}

/** Speaks `language` from now on; `remember` when the reader chose it. */
export async function setLanguage(language: Language, remember: boolean): Promise<void> {
  if (remember) localStorage.setItem(REMEMBERED, language);
  await load(language);
  speak(language);
  document.documentElement.lang = language;
  await i18n.changeLanguage(language);
}

/** Ready to speak when it returns: nothing is drawn before the words are there. */
export async function startLanguage(): Promise<void> {
  const language = remembered() ?? "fi";
  const words = WORDS[language]();
  await i18n.use(initReactI18next).init({
    resources: {},
    lng: language,
    fallbackLng: false,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  i18n.addResourceBundle(language, "translation", (await words).default);
  speak(language);
  document.documentElement.lang = language;
}

/** The keys under an area of the words, in their order: what is known by a name of its own. */
export function keysIn(area: string): string[] {
  return Object.keys((i18n.getResource(i18n.language, "translation", area) as object | undefined) ?? {});
}
