import { ContentIcon, HomeIcon, ImproveIcon, JourneyIcon, MetricsIcon, PeopleIcon, ProgrammesIcon, SettingsIcon, SourcesIcon, TasksIcon } from "./icons";

/** The main screens, in the order of the menu; `key` is the letter after g. On a phone those with `more` are behind "More". */
export const SCREENS = [
  { path: "/", name: "nav.home", key: "h", Icon: HomeIcon, more: false },
  { path: "/journey", name: "nav.journey", key: "p", Icon: JourneyIcon, more: false },
  { path: "/programmes", name: "nav.programmes", key: "m", Icon: ProgrammesIcon, more: false },
  { path: "/people", name: "nav.people", key: "a", Icon: PeopleIcon, more: false },
  { path: "/content", name: "nav.content", key: "c", Icon: ContentIcon, more: true },
  { path: "/metrics", name: "nav.metrics", key: "k", Icon: MetricsIcon, more: true },
  { path: "/improve", name: "nav.improve", key: "i", Icon: ImproveIcon, more: true },
  { path: "/tasks", name: "nav.tasks", key: "t", Icon: TasksIcon, more: true },
  { path: "/sources", name: "nav.sources", key: "s", Icon: SourcesIcon, more: true },
  { path: "/settings", name: "nav.settings", key: "v", Icon: SettingsIcon, more: true },
] as const;
