import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { HomeStage, LostStage } from "../api/types";
import type { PeopleSearch } from "./peopleSearch";

/** The Lost list by stage, and in words whom it leaves out. */
export function LostOnes({ search, lost, stages }: { search: PeopleSearch; lost: LostStage[]; stages: HomeStage[] }) {
  const { t, text, number, counted } = useWords();
  const name = (key: string) => text(stages.find((each) => each.key === key)?.name ?? key);
  const all = lost.reduce((sum, { people }) => sum + people, 0);
  const chip = (key: string | undefined, label: string, people: number) => (
    <Link
      key={label}
      to="/people"
      search={{ ...search, stage: key }}
      activeOptions={{ includeSearch: false }}
      className="chip"
      data-on={search.stage === key}
      aria-current={search.stage === key ? "true" : "false"}
    >
      {label} <span className="number">{number(people)}</span>
    </Link>
  );
  const hidden = lost.find(({ unreachable }) => unreachable > 0);
  const shown = search.anonymous === "shown";
  return (
    <div className="stack" style={{ gap: "0.6rem" }}>
      <nav className="chips" aria-label={t("people.lostStages")}>
        {chip(undefined, t("people.anyStage"), all)}
        {lost.filter(({ people }) => people > 0).map(({ stage, people }) => chip(stage, name(stage), people))}
      </nav>
      {hidden && (
        <p className="small">
          {counted(shown ? "people.withUnreachable" : "people.unreachable", hidden.unreachable, { stage: name(hidden.stage) })}{" "}
          <Link to="/people" search={{ ...search, anonymous: shown ? undefined : "shown" }}>
            {t(shown ? "people.hideUnreachable" : "people.showUnreachable")}
          </Link>
        </p>
      )}
    </div>
  );
}
