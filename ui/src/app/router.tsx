import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { learn } from "../locales/i18n";
import { readAddress, writeAddress } from "./address";
import { ErrorScreen } from "./ErrorScreen";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";
import { peopleSearch, personSearch, text } from "../people/peopleSearch";
import { programmeSearch, programmesSearch } from "../programmes/programmesSearch";
import { metricsSearch, reportSearch } from "../metrics/search";
import { tasksSearch } from "../tasks/tasksSearch";

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: ErrorScreen });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("../home/HomeScreen"), "HomeScreen"),
});

const journey = createRoute({
  getParentRoute: () => root,
  path: "/journey",
  validateSearch: (search: Record<string, unknown>): { stage?: string; mode?: "optimise" } => ({
    stage: text(search.stage),
    mode: search.mode === "optimise" ? "optimise" : undefined,
  }),
  component: lazyRouteComponent(() => import("../journey/JourneyScreen"), "JourneyScreen"),
});

const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import("../people/PeopleScreen"), "PeopleScreen"),
});

const person = createRoute({
  getParentRoute: () => root,
  path: "/people/$person",
  validateSearch: personSearch,
  component: lazyRouteComponent(() => import("../people/PersonScreen"), "PersonScreen"),
});

const metrics = createRoute({
  getParentRoute: () => root,
  path: "/metrics",
  validateSearch: metricsSearch,
  component: lazyRouteComponent(() => withWords(import("../metrics/MetricsScreen")), "MetricsScreen"),
});

const report = createRoute({
  getParentRoute: () => root,
  path: "/metrics/$report",
  validateSearch: reportSearch,
  component: lazyRouteComponent(() => withWords(import("../metrics/ReportScreen")), "ReportScreen"),
});

/** The screen when its words have come too. */
async function withWords<T>(screen: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([screen, learn("metrics")]);
  return loaded;
}

const segments = createRoute({
  getParentRoute: () => root,
  path: "/people/segments",
  validateSearch: (search: Record<string, unknown>): { segment?: string } => ({ segment: text(search.segment) }),
  component: lazyRouteComponent(() => import("../segments/SegmentsScreen"), "SegmentsScreen"),
});

const programmes = createRoute({
  getParentRoute: () => root,
  path: "/programmes",
  validateSearch: programmesSearch,
  component: lazyRouteComponent(() => import("../programmes/ProgrammesScreen"), "ProgrammesScreen"),
});

const programme = createRoute({
  getParentRoute: () => root,
  path: "/programmes/$key",
  validateSearch: programmeSearch,
  component: lazyRouteComponent(() => import("../programmes/ProgrammeScreen"), "ProgrammeScreen"),
});

const tasks = createRoute({
  getParentRoute: () => root,
  path: "/tasks",
  validateSearch: tasksSearch,
  component: lazyRouteComponent(() => import("../tasks/TasksScreen"), "TasksScreen"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  component: lazyRouteComponent(() => import("../settings/SettingsScreen"), "SettingsScreen"),
});

const sources = createRoute({
  getParentRoute: () => root,
  path: "/sources",
  validateSearch: (search: Record<string, unknown>): { import?: string } => ({ import: text(search.import) }),
  component: lazyRouteComponent(() => import("../sources/SourcesScreen"), "SourcesScreen"),
});

export const router = createRouter({
  routeTree: root.addChildren([home, journey, programmes, programme, people, segments, person, metrics, report, tasks, sources, settings]),
  // Addresses stay readable and a person's long number stays text: no JSON in the query.
  parseSearch: readAddress,
  stringifySearch: writeAddress,
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultPendingMs: 300,
});

router.subscribe("onBeforeNavigate", ({ pathChanged }) => {
  if (pathChanged && router.state.resolvedLocation) document.body.dataset.moved = "yes";
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
