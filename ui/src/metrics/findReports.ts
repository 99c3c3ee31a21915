/** Reports by what a reader types: every word must begin some word of the title or the question. */

import type { MenuItem } from "../api/reports";
import { matches } from "../app/matching";
import { localText } from "../format/text";
import type { Language } from "../format/number";

export function findReports(menu: readonly MenuItem[], typed: string, language: Language): MenuItem[] {
  return menu.filter(({ title, question, key }) => matches(`${localText(title, language)} ${localText(question, language)} ${key}`, typed));
}

export const PLACES = ["journey", "people", "experience", "money", "experiments", "forecast"] as const;

/** In the order of the menu; a place without reports is left out. */
export function byPlace(menu: readonly MenuItem[]): { place: (typeof PLACES)[number]; reports: MenuItem[] }[] {
  return PLACES.map((place) => ({ place, reports: menu.filter((each) => each.place === place) })).filter(({ reports }) => reports.length > 0);
}
