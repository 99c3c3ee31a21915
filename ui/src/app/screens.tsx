import { HomeIcon, JourneyIcon, PeopleIcon, SourcesIcon } from "./icons";

/** The main screens, in the order of the menu; `key` is the letter after g. */
export const SCREENS = [
  { path: "/", name: "nav.home", key: "h", Icon: HomeIcon },
  { path: "/journey", name: "nav.journey", key: "p", Icon: JourneyIcon },
  { path: "/people", name: "nav.people", key: "a", Icon: PeopleIcon },
  { path: "/sources", name: "nav.sources", key: "s", Icon: SourcesIcon },
] as const;
