/** What the lists of the forms offer. */

import type { ReportOptions } from "../api/reports";
import type { LocalText } from "../format/text";
import { GROUPS, type GroupName } from "./search";

export interface Choice {
  value: string;
  label: string;
}
export type Choices = (Choice | { group: string; items: Choice[] })[];

/** What the address says is always among the choices, also when the server no longer offers it. */
export function withCurrent(choices: Choices, value: string | undefined): Choices {
  const known = choices.some((each) => ("items" in each ? each.items : [each]).some((item) => item.value === value));
  return value === undefined || known ? choices : [...choices, { value, label: value }];
}

/** Groups of people such as "device:mobile", under a heading for each kind. */
export function groupChoices(options: ReportOptions | undefined, names: { name: GroupName; title: string }[], text: (of: LocalText) => string): Choices {
  return names
    .map(({ name, title }) => ({
      group: title,
      items: (options?.[GROUPS[name]] ?? []).map((each) => ({ value: `${name}:${each.value}`, label: text(each.title) })),
    }))
    .filter(({ items }) => items.length > 0);
}
