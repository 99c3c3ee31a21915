import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Answer } from "../app/Answer";
import { SearchIcon } from "../app/icons";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { reportMenu, type MenuItem } from "../api/reports";
import { byPlace, findReports } from "./findReports";
import { SavedViews } from "../views/SavedViews";
import { filterOf } from "./search";
import "./metrics.css";

const route = getRouteApi("/metrics");

/** Mittarit: every report as the question that it answers. */
export function MetricsScreen() {
  const { t } = useWords();
  const menu = useQuery(reportMenu);
  const { q = "" } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <Screen title={t("nav.metrics")}>
      <search>
        <TextInput
          type="search"
          className="metrics-search"
          label={t("metrics.search")}
          placeholder={t("metrics.searchHint")}
          leftSection={<SearchIcon size={18} />}
          value={q}
          onChange={(event) => {
            const typed = event.currentTarget.value;
            void navigate({ search: (old) => ({ ...old, q: typed || undefined }), replace: true });
          }}
        />
      </search>
      {!q && <SavedViews of="/metrics" />}
      <Answer of={menu}>{(reports) => <Groups menu={reports} typed={q} />}</Answer>
    </Screen>
  );
}

function Groups({ menu, typed }: { menu: MenuItem[]; typed: string }) {
  const { t, counted, language, text } = useWords();
  const { q: _, ...search } = route.useSearch();
  const found = findReports(menu, typed, language);
  if (found.length === 0) {
    return (
      <div className="message">
        <p>{t("metrics.none")}</p>
        <Link to="/metrics" search={search}>
          {t("metrics.clearSearch")}
        </Link>
      </div>
    );
  }
  return (
    <>
      <p className="unseen" role="status">
        {typed && counted("metrics.found", found.length)}
      </p>
      {byPlace(found).map(({ place, reports }) => (
        <section key={place} className="stack" aria-labelledby={`place-${place}`}>
          <h2 id={`place-${place}`}>{t(`metricsPlace.${place}`)}</h2>
          <ul className="plain report-cards">
            {reports.map((each) => (
              <li key={each.key} className="card report-card">
                <h3>
                  <Link to="/metrics/$report" params={{ report: each.key }} search={filterOf(search)}>
                    {text(each.title)}
                  </Link>
                </h3>
                <p className="small quiet">{text(each.question)}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
