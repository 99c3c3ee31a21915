import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { live } from "../api/queries";
import type { Arrow, HomeStage } from "../api/types";
import { ReportOrigin } from "./ReportOrigin";
import { OUTCOMES, withoutOrigin, type PeopleSearch } from "./peopleSearch";

interface Props {
  search: PeopleSearch;
  stages: HomeStage[];
  arrows: Arrow[];
}

/** Which number the list was opened from, in words, with a way out of it. */
export function Origin({ search, stages, arrows }: Props) {
  const { t } = useWords();
  const words = useOrigin(search, stages, arrows);
  if (words.length === 0 && !search.report) return null;
  const arrow = arrows.find(({ from }) => from === search.arrow);
  return (
    <section className="origin" aria-label={t("people.origin")}>
      <p className="row">
        {search.report && <ReportOrigin search={{ ...search, report: search.report }} />}
        {words.length > 0 && <span>{words.join(" ")}</span>}
        <Link to="/people" search={withoutOrigin(search)}>
          {t("people.removeOrigin")}
        </Link>
      </p>
      {arrow && <Outcomes search={search} arrow={arrow} />}
    </section>
  );
}

function Outcomes({ search, arrow }: { search: PeopleSearch; arrow: Arrow }) {
  const { t, number } = useWords();
  return (
    <nav className="chips" aria-label={t("people.outcomes")}>
      {OUTCOMES.map((outcome) => (
        <Link
          key={outcome}
          to="/people"
          search={{ ...search, outcome }}
          activeOptions={{ includeSearch: false }}
          className="chip"
          data-on={(search.outcome ?? "entered") === outcome}
          aria-current={(search.outcome ?? "entered") === outcome ? "true" : "false"}
        >
          {t(`outcome.${outcome}`)} <span className="number">{number(arrow[outcome])}</span>
        </Link>
      ))}
    </nav>
  );
}

function useOrigin(search: PeopleSearch, stages: HomeStage[], arrows: Arrow[]): string[] {
  const { t, text, counted } = useWords();
  const map = useQuery({ ...live, enabled: search.touchpoint !== undefined }).data;
  const stage = (key: string) => text(stages.find((each) => each.key === key)?.name ?? key);
  const days = counted("people.lastDays", Number(search.days ?? 30));
  const said: string[] = [];
  const arrow = arrows.find(({ from }) => from === search.arrow);
  if (arrow) said.push(t("people.ofArrow", { from: stage(arrow.from), to: stage(arrow.to) }));
  else if (search.arrow) said.push(t("people.ofStage", { from: stage(search.arrow) }));
  if (search.touchpoint) {
    const point = map?.stages.flatMap(({ touchpoints }) => touchpoints).find(({ key }) => key === search.touchpoint);
    said.push(t("people.met", { touchpoint: text(point?.name ?? search.touchpoint), days }));
  }
  if (search.event) said.push(t("people.did", { event: search.event, days }));
  if (search.from && search.to) said.push(t("people.moved", { from: stage(search.from), to: stage(search.to), days }));
  else if (search.to) said.push(t("people.came", { stage: stage(search.to), days }));
  else if (search.from) said.push(t("people.left", { stage: stage(search.from), days }));
  return said;
}
