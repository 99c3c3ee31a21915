/** The address of the people behind a number of a report. */

import { writeAddress, type Search } from "../app/address";
import type { PeopleSearch } from "../people/peopleSearch";

export function behind(report: string, search: Search, row: string, column: string): PeopleSearch {
  return { report, asked: writeAddress(search).slice(1) || undefined, row: row || undefined, column };
}
