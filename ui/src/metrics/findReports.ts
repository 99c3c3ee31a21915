/** Reports by what a reader types: every word must begin some word of the title or the question. */

import type { MenuItem } from "../api/reports";
import { localText } from "../format/text";
import type { Language } from "../format/number";

/** ä and a are the same when searching, and so are capitals. */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export function findReports(menu: readonly MenuItem[], typed: string, language: Language): MenuItem[] {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  return menu.filter(({ title, question, key }) => {
    const words = plain(`${localText(title, language)} ${localText(question, language)} ${key}`).split(/[^\p{L}\p{N}]+/u);
    return wanted.every((part) => words.some((word) => word.startsWith(part)));
  });
}

export const PLACES = ["journey", "people", "experience", "money", "experiments", "forecast"] as const;

/** In the order of the menu; a place without reports is left out. */
export function byPlace(menu: readonly MenuItem[]): { place: (typeof PLACES)[number]; reports: MenuItem[] }[] {
  return PLACES.map((place) => ({ place, reports: menu.filter((each) => each.place === place) })).filter(({ reports }) => reports.length > 0);
}
