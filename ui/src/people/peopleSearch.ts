/** What the address of the people list may say. Only what is given stays, so that addresses are short. */

export const OUTCOMES = ["entered", "advanced", "lost", "open"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface PeopleSearch {
  q?: string;
  stage?: string;
  list?: "lost";
  /** The Lost list with those on the first stage whom nobody can reach. */
  anonymous?: "shown";
  /** The stage that an arrow begins from, and which of its counts. */
  arrow?: string;
  outcome?: Outcome;
  /** What they did, or where they moved, in the last `days`. */
  event?: string;
  touchpoint?: string;
  from?: string;
  to?: string;
  days?: string;
  /** A number of a report: its report, the query that it was asked with, and where the number stands. */
  report?: string;
  asked?: string;
  row?: string;
  column?: string;
}

export const text = (value: unknown) =>
  typeof value === "string" || typeof value === "number" ? String(value) || undefined : undefined;

export function peopleSearch(search: Record<string, unknown>): PeopleSearch {
  const outcome = OUTCOMES.find((each) => each === search.outcome);
  const days = Number(search.days);
  return {
    q: text(search.q),
    stage: text(search.stage),
    list: search.list === "lost" ? "lost" : undefined,
    anonymous: search.anonymous === "shown" ? "shown" : undefined,
    arrow: text(search.arrow),
    outcome,
    event: text(search.event),
    touchpoint: text(search.touchpoint),
    from: text(search.from),
    to: text(search.to),
    days: Number.isInteger(days) && days > 0 && days <= 366 ? String(days) : undefined,
    ...(text(search.report) ? { report: text(search.report), asked: text(search.asked), row: text(search.row), column: text(search.column) } : {}),
  };
}

/** The same view without what the list was opened from: search, stage and list stay. */
export function withoutOrigin({ q, stage, list, anonymous }: PeopleSearch): PeopleSearch {
  return { q, stage, list, anonymous };
}

/** What the server is asked: the Lost list leaves out the unreachable unless they are wanted. */
export function asked({ anonymous, ...rest }: PeopleSearch): Record<string, string | undefined> {
  return rest.list === "lost" && !anonymous ? { ...rest, anonymous: "hidden" } : rest;
}

export const SHOWN = ["stage", "event", "message"] as const;

export interface PersonSearch {
  show?: (typeof SHOWN)[number];
  /** The programme of which it is asked why they did or did not get its messages. */
  programme?: string;
}

export function personSearch(search: Record<string, unknown>): PersonSearch {
  return { show: SHOWN.find((each) => each === search.show), programme: text(search.programme) };
}
