import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { Failure } from "../app/Answer";
import { CopyButton } from "../app/CopyButton";
import { Hint } from "../app/Hint";
import { HelpIcon } from "../app/icons";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { writeAddress, type Search } from "../app/address";
import { reportAnswer, reportMenu, type MenuItem } from "../api/reports";
import { FilterBar } from "./FilterBar";
import { ParameterForm } from "./ParameterForm";
import { ReportBody } from "./ReportBody";
import { SaveView } from "../views/SavedViews";
import { Waiting } from "./Waiting";
import { filterOf, one } from "./search";
import { orderOf, withOrder, withoutOrder, type Sorting } from "./sorting";
import "./metrics.css";

const route = getRouteApi("/metrics/$report");

/** One report: its question, its filter and form, and the answer. All of it stands in the address. */
export function ReportScreen() {
  const { t, text } = useWords();
  const { report: key } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const menu = useQuery(reportMenu);
  const asked = useMemo(() => withoutOrder(search), [search]);
  const answer = useQuery(reportAnswer(key, asked));
  const about = menu.data?.find((each) => each.key === key);
  const change = (next: Search) => void navigate({ search: next, resetScroll: false });
  const sorting: Sorting = {
    of: (sheet) => orderOf(search, sheet),
    set: (sheet, order) => void navigate({ search: withOrder(search, sheet, order), resetScroll: false, replace: true }),
  };
  // Without the menu an answer still has its own title.
  const title = answer.data ? text(answer.data.title) : about ? text(about.title) : menu.data ? t("metrics.unknown") : t("nav.metrics");
  return (
    <Screen
      key={key}
      title={title}
      above={
        <Link to="/metrics" search={filterOf(search)}>
          {t("metrics.back")}
        </Link>
      }
      hint={
        about && (
          <Hint text={text(about.definition)} label={t("metrics.how")}>
            <HelpIcon size={18} />
          </Hint>
        )
      }
      aside={about && <Tools about={about} search={search} />}
    >
      {menu.error && !answer.error && <Failure error={menu.error} again={() => void menu.refetch()} />}
      {about && <p className="report-question">{text(about.question)}</p>}
      {about && <FilterBar search={search} change={change} />}
      {about && <ParameterForm parameters={about.parameters} search={search} change={change} />}
      {answer.error ? (
        <Failure error={answer.error} again={() => void answer.refetch()} />
      ) : answer.data ? (
        <ReportBody answer={answer.data} search={asked} sorting={sorting} renewing={answer.isPlaceholderData} />
      ) : (
        <Waiting />
      )}
    </Screen>
  );
}

function Tools({ about, search }: { about: MenuItem; search: Search }) {
  const { t, text } = useWords();
  const address = `${window.location.origin}/metrics/${encodeURIComponent(about.key)}${writeAddress(search)}`;
  const group = one(search.segment) ?? one(search.persona) ?? one(search.channel) ?? one(search.device) ?? one(search.product);
  return (
    <div className="row report-tools">
      <CopyButton text={address} label={t("metrics.copyLink")} />
      <SaveView path={`/metrics/${about.key}`} search={search} title={[text(about.title), group].filter(Boolean).join(" · ")} />
    </div>
  );
}
