import { Button, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Answer } from "../app/Answer";
import { SearchIcon } from "../app/icons";
import { useEdits } from "../app/role";
import { Screen } from "../app/Screen";
import type { Search } from "../app/address";
import { useWords } from "../app/words";
import { SavedViews, SaveView } from "../views/SavedViews";
import { Bulk } from "./Bulk";
import { programmes } from "../api/programmes";
import { Freshness } from "../home/Freshness";
import type { ProgrammeList } from "../api/types";
import { MessageList } from "./MessageList";
import { NewProgramme } from "./NewProgramme";
import { PressureCalendar } from "./PressureCalendar";
import { ProgrammeTable } from "./ProgrammeTable";
import { STATES, type ProgrammesSearch } from "./programmesSearch";
import { filtered } from "./stageList";
import "../people/people.css";
import "./programmes.css";

const route = getRouteApi("/programmes");

/** Hoitomallit: by stage, the empty ones too, so that a stage without care is seen. */
export function ProgrammesScreen() {
  const { t } = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const edits = useEdits();
  const answer = useQuery(programmes);
  return (
    <Screen
      title={t("nav.programmes")}
      aside={
        <div className="row">
          {answer.data && <Freshness asOf={answer.data.as_of} />}
          <SaveView path="/programmes" search={search as Search} title={t("nav.programmes")} />
          {edits && (
            <Button data-new onClick={() => void navigate({ search: (old) => ({ ...old, begin: "any" }), resetScroll: false })}>
              {t("programmes.new")}
            </Button>
          )}
        </div>
      }
    >
      <nav aria-label={t("programmes.views")} className="views">
        <Link to="/programmes" search={{ state: search.state, q: search.q }} activeOptions={{ includeSearch: false }} data-on={!search.view}>
          {t("programmes.byStage")}
        </Link>
        <Link to="/programmes" search={{ view: "pressure" }} data-on={search.view === "pressure"}>
          {t("pressure.title")}
        </Link>
        <Link to="/programmes" search={{ view: "messages" }} activeOptions={{ includeSearch: false }} data-on={search.view === "messages"}>
          {t("messages.title")}
        </Link>
      </nav>
      {search.view === "pressure" && <PressureCalendar person={search.person} />}
      {search.view === "messages" && <MessageList search={search} />}
      {!search.view && <SavedViews of="/programmes" />}
      {!search.view && (
        <Answer of={answer}>{(list) => <ByStage list={list} search={search} edits={edits} />}</Answer>
      )}
      {search.begin && (
        <NewProgramme
          stage={search.begin}
          list={answer.data}
          close={() => void navigate({ search: (old) => ({ ...old, begin: undefined }), resetScroll: false })}
        />
      )}
    </Screen>
  );
}

function ByStage({ list, search, edits }: { list: ProgrammeList; search: ProgrammesSearch; edits: boolean }) {
  const { t, text, counted } = useWords();
  const groups = filtered(list, search, text);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (key: string, on: boolean) => setChosen((old) => new Set(on ? [...old, key] : [...old].filter((each) => each !== key)));
  const rowsChosen = groups.flatMap(({ programmes: rows }) => rows).filter(({ key }) => chosen.has(key));
  const limited = Boolean(search.q || search.state);
  const found = groups.reduce((sum, { programmes: rows }) => sum + rows.length, 0);
  return (
    <>
      <Filters search={search} />
      {rowsChosen.length > 0 && <Bulk chosen={rowsChosen} clear={() => setChosen(new Set())} />}
      {limited && (
        <p className="row small" role="status">
          <span>{counted("programmes.found", found)}</span>
          <Link to="/programmes" search={{}}>
            {t("people.clear")}
          </Link>
        </p>
      )}
      {groups.map(({ key, name, programmes: rows }) =>
        limited && rows.length === 0 ? null : (
          <section key={key ?? "unbound"} className="card stack stage-care" data-empty={rows.length === 0} aria-labelledby={`stage-${key ?? "unbound"}`}>
            <h2 id={`stage-${key ?? "unbound"}`}>
              {name === null ? t("programmes.unbound") : text(name)}
            </h2>
            {rows.length > 0 ? (
              <ProgrammeTable rows={rows} label={name === null ? t("programmes.unbound") : text(name)} chosen={chosen} choose={edits ? choose : undefined} />
            ) : (
              <p className="row no-care">
                <span>{t("programmes.empty")}</span>
                {edits && key && (
                  <Link to="/programmes" search={{ ...search, begin: key }} resetScroll={false}>
                    {t("programmes.startFrom")}
                    <span className="unseen">: {text(name)}</span>
                  </Link>
                )}
              </p>
            )}
          </section>
        ),
      )}
    </>
  );
}

function Filters({ search }: { search: ProgrammesSearch }) {
  const { t } = useWords();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(search.q ?? "");
  useEffect(() => setTyped(search.q ?? ""), [search.q]);
  const look = useDebouncedCallback(
    (q: string) => void navigate({ search: (old) => ({ ...old, q: q.trim() || undefined }), replace: true, resetScroll: false }),
    200,
  );
  return (
    <form className="care-filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <TextInput
        type="search"
        label={t("people.search")}
        placeholder={t("programmes.searchHint")}
        leftSection={<SearchIcon size={18} />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          look(event.currentTarget.value);
        }}
      />
      <nav className="chips" aria-label={t("programmes.state")}>
        {[undefined, ...STATES].map((state) => (
          <Link
            key={state ?? "all"}
            to="/programmes"
            search={{ ...search, state }}
            resetScroll={false}
            activeOptions={{ includeSearch: false }}
            className="chip"
            data-on={search.state === state}
            aria-current={search.state === state ? "true" : "false"}
          >
            {state ? t(`programmeState.${state}`) : t("programmes.anyState")}
          </Link>
        ))}
      </nav>
    </form>
  );
}
