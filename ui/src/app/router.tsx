import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { learn, type Area } from "../locales/i18n";
import { readAddress, writeAddress } from "./address";
import { ErrorScreen } from "./ErrorScreen";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";
import { peopleSearch, personSearch, text } from "../people/peopleSearch";
import { programmeSearch, programmesSearch } from "../programmes/programmesSearch";
import { contentSearch } from "../content/search";
import { improveSearch } from "../improve/search";
import { journeySearch } from "../journey/search";
import { metricsSearch, reportSearch } from "../metrics/search";
import { startSearch } from "../start/search";
import { settingsSearch } from "../settings/search";
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
  validateSearch: journeySearch,
  component: lazyRouteComponent(() => withWords(import("../journey/JourneyScreen"), "journey", "metrics", "programmes", "team"), "JourneyScreen"),
});

const journeys = createRoute({
  getParentRoute: () => root,
  path: "/journeys",
  component: lazyRouteComponent(() => withWords(import("../journey/JourneysScreen"), "journey"), "JourneysScreen"),
});

const content = createRoute({
  getParentRoute: () => root,
  path: "/content",
  validateSearch: contentSearch,
  component: lazyRouteComponent(() => withWords(import("../content/ContentScreen"), "content"), "ContentScreen"),
});

const offer = createRoute({
  getParentRoute: () => root,
  path: "/content/offers/$key",
  component: lazyRouteComponent(() => withWords(import("../content/OfferScreen"), "content"), "OfferScreen"),
});

const form = createRoute({
  getParentRoute: () => root,
  path: "/content/forms/$key",
  component: lazyRouteComponent(() => withWords(import("../content/FormScreen"), "content"), "FormScreen"),
});

const improve = createRoute({
  getParentRoute: () => root,
  path: "/improve",
  validateSearch: improveSearch,
  component: lazyRouteComponent(() => withWords(import("../improve/ImproveScreen"), "improve"), "ImproveScreen"),
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/start",
  validateSearch: startSearch,
  component: lazyRouteComponent(() => withWords(import("../start/StartScreen"), "start"), "StartScreen"),
});

const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => withWords(import("../people/PeopleScreen"), "people"), "PeopleScreen"),
});

const person = createRoute({
  getParentRoute: () => root,
  path: "/people/$person",
  validateSearch: personSearch,
  component: lazyRouteComponent(() => withWords(import("../people/PersonScreen"), "people"), "PersonScreen"),
});

const metrics = createRoute({
  getParentRoute: () => root,
  path: "/metrics",
  validateSearch: metricsSearch,
  component: lazyRouteComponent(() => withWords(import("../metrics/MetricsScreen"), "metrics"), "MetricsScreen"),
});

const report = createRoute({
  getParentRoute: () => root,
  path: "/metrics/$report",
  validateSearch: reportSearch,
  component: lazyRouteComponent(() => withWords(import("../metrics/ReportScreen"), "metrics"), "ReportScreen"),
});

/** The screen when its words have come too. */
async function withWords<T>(screen: Promise<T>, ...areas: Area[]): Promise<T> {
  const [loaded] = await Promise.all([screen, learn(...areas)]);
  return loaded;
}

const segments = createRoute({
  getParentRoute: () => root,
  path: "/people/segments",
  validateSearch: (search: Record<string, unknown>): { segment?: string } => ({ segment: text(search.segment) }),
  component: lazyRouteComponent(() => withWords(import("../segments/SegmentsScreen"), "segments", "programmes", "journey"), "SegmentsScreen"),
});

const programmes = createRoute({
  getParentRoute: () => root,
  path: "/programmes",
  validateSearch: programmesSearch,
  component: lazyRouteComponent(() => withWords(import("../programmes/ProgrammesScreen"), "programmes", "journey"), "ProgrammesScreen"),
});

const programme = createRoute({
  getParentRoute: () => root,
  path: "/programmes/$key",
  validateSearch: programmeSearch,
  component: lazyRouteComponent(() => withWords(import("../programmes/ProgrammeScreen"), "programmes", "segments", "message"), "ProgrammeScreen"),
});

const tasks = createRoute({
  getParentRoute: () => root,
  path: "/tasks",
  validateSearch: tasksSearch,
  component: lazyRouteComponent(() => withWords(import("../tasks/TasksScreen"), "tasks"), "TasksScreen"),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => withWords(import("../settings/SettingsScreen"), "settings", "team"), "SettingsScreen"),
});

const sources = createRoute({
  getParentRoute: () => root,
  path: "/sources",
  validateSearch: (search: Record<string, unknown>): { import?: string } => ({ import: text(search.import) }),
  component: lazyRouteComponent(() => withWords(import("../sources/SourcesScreen"), "sources"), "SourcesScreen"),
});

export const router = createRouter({
  routeTree: root.addChildren([home, start, journeys, journey, content, offer, form, improve, programmes, programme, people, segments, person, metrics, report, tasks, sources, settings]),
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
