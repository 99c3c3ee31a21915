/** What the addresses of the programme screens may say. */

import { MESSAGE_STATES, type MessageState } from "../api/messages";
import { text } from "../people/peopleSearch";

export const STATES = ["draft", "live", "shadow", "paused", "stopped"] as const;

const VIEWS = ["pressure", "messages"] as const;

export interface ProgrammesSearch {
  view?: (typeof VIEWS)[number];
  state?: (typeof STATES)[number];
  q?: string;
  /** The panel of templates is open; of which stage it was asked. */
  begin?: string;
  person?: string;
  /** Of the list of messages: what became of them, and of which programme. */
  sent?: MessageState;
  of?: string;
}

export function programmesSearch(search: Record<string, unknown>): ProgrammesSearch {
  return {
    view: VIEWS.find((each) => each === search.view),
    state: STATES.find((each) => each === search.state),
    q: text(search.q),
    begin: text(search.begin),
    person: text(search.person),
    sent: MESSAGE_STATES.find((each) => each === search.sent),
    of: text(search.of),
  };
}

export const TABS = ["structure", "people", "results", "history"] as const;
export type Tab = (typeof TABS)[number];
export const PANELS = ["frame", "source", "publish", "pause", "resume", "stop", "dry-run", "preview", "message"] as const;
export type PanelName = (typeof PANELS)[number];

export const STRUCTURE_VIEWS = ["chart", "list"] as const;

export interface ProgrammeSearch {
  tab?: Exclude<Tab, "structure">;
  /** The steps as a chart or as a list; without a choice the width of the screen decides. */
  view?: (typeof STRUCTURE_VIEWS)[number];
  step?: string;
  panel?: PanelName;
  node?: string;
  person?: string;
  version?: string;
  /** The version that another is compared with. */
  against?: string;
}

export function programmeSearch(search: Record<string, unknown>): ProgrammeSearch {
  const tab = TABS.find((each) => each === search.tab);
  return {
    tab: tab === "structure" ? undefined : tab,
    view: STRUCTURE_VIEWS.find((each) => each === search.view),
    step: text(search.step),
    panel: PANELS.find((each) => each === search.panel),
    node: text(search.node),
    person: text(search.person),
    version: text(search.version),
    against: text(search.against),
  };
}
