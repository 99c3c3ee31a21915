import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import type { Search } from "../app/address";
import { announce } from "../app/announce";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { reportOptions, type ReportAnswer } from "../api/reports";
import { groupChoices } from "./choices";
import { emptiness, type Emptiness } from "./emptiness";
import { Figures } from "./Figures";
import { SheetCard } from "./SheetCard";
import { filterOf, GROUP_NAMES } from "./search";
import { SmallN } from "./SmallN";
import type { Sorting } from "./sorting";

interface Props {
  answer: ReportAnswer;
  search: Search;
  sorting: Sorting;
  /** What is seen is of the question before: the new answer is on its way. */
  renewing: boolean;
}

/** An answer: what to know of it, its numbers, its pictures and tables, and how it was counted. */
export function ReportBody({ answer, search, sorting, renewing }: Props) {
  const { t, text } = useWords();
  const events = useQuery(home).data?.events;
  const nothing = emptiness(answer, search, events);
  useEffect(() => {
    if (!renewing) announce(t("metrics.counted"));
  }, [answer, renewing, t]);
  const cards = answer.sheets.map((sheet) => ({
    sheet,
    charts: answer.charts.filter((chart) => chart.sheet === sheet.key),
    other: answer.compared?.sheets.find(({ key }) => key === sheet.key) ?? null,
  }));
  return (
    <div className="stack report-body" aria-busy={renewing} data-renewing={renewing}>
      <About answer={answer} renewing={renewing} />
      {nothing && <Nothing kind={nothing} answer={answer} search={search} />}
      {nothing !== "first" && answer.notes.length > 0 && (
        <section aria-label={t("metrics.notes")}>
          <Problems of={answer.notes} />
        </section>
      )}
      {answer.compared && answer.compared.notes.length > 0 && (
        <details className="small">
          <summary>{t("metrics.notesCompared")}</summary>
          <Problems of={answer.compared.notes} />
        </details>
      )}
      {!nothing && answer.figures.length > 0 && <Figures answer={answer} search={search} />}
      {nothing !== "first" &&
        cards.map(({ sheet, charts, other }) => (sheet.rows.length > 0 || !nothing) && <SheetCard key={sheet.key} sheet={sheet} other={other} charts={charts} answer={answer} search={search} sorting={sorting} />)}
      <section className="card stack definition" aria-labelledby="definition-heading">
        <h2 id="definition-heading">{t("metrics.definition")}</h2>
        <p>{text(answer.definition)}</p>
        {answer.rule && (
          <p className="quiet">
            {t("metrics.rule")}: {text(answer.rule)}
          </p>
        )}
      </section>
    </div>
  );
}

function About({ answer, renewing }: { answer: ReportAnswer; renewing: boolean }) {
  const { t, date, dateTime } = useWords();
  // `from` is exclusive: the first moment of the period is just after it.
  const first = (moment: string) => date(new Date(Date.parse(moment) + 1).toISOString());
  const { compared } = answer;
  const other = useCompared(answer);
  const span = compared && t("metrics.period", { from: first(compared.from), to: date(compared.to) });
  return (
    <div className="about-answer small quiet">
      <span>{t("metrics.period", { from: first(answer.from), to: date(answer.to) })}</span>
      <span>{t("metrics.asOf", { at: dateTime(answer.as_of) })}</span>
      {answer.n !== null && <SmallN n={answer.n} />}
      {compared && (
        <span>
          {t("metrics.comparedWith", { what: [other, span].filter(Boolean).join(" · ") })}
          {compared.n !== null && (
            <>
              {", "}
              <SmallN n={compared.n} />
            </>
          )}
        </span>
      )}
      {renewing && <strong>{t("metrics.renewing")}</strong>}
    </div>
  );
}

/** The name of the group it is compared with; a period needs none, its days are said. */
function useCompared({ asked }: ReportAnswer): string | null {
  const { t, text } = useWords();
  const options = useQuery({ ...reportOptions, enabled: asked.compare !== undefined }).data;
  const said = typeof asked.compare === "string" ? asked.compare : "";
  if (said === "" || said === "previous") return null;
  const names = GROUP_NAMES.map((name) => ({ name, title: t(`filter.${name}`) }));
  for (const each of groupChoices(options, names, text)) {
    const found = "items" in each ? each.items.find(({ value }) => value === said) : undefined;
    if (found && "group" in each) return `${each.group}: ${found.label}`;
  }
  return said;
}

function Nothing({ kind, answer, search }: { kind: Emptiness; answer: ReportAnswer; search: Search }) {
  const { t } = useWords();
  const { report } = answer;
  const own = Object.fromEntries(Object.entries(search).filter(([name]) => !(name in filterOf(search))));
  return (
    <div className="card message">
      <p>{t(`metricsEmpty.${kind}`)}</p>
      {kind === "filtered" ? (
        <Link to="/metrics/$report" params={{ report }} search={own}>
          {t("filter.clear")}
        </Link>
      ) : (
        <Link to="/sources">{t(kind === "first" ? "metricsEmpty.firstDo" : "metricsEmpty.notYetDo")}</Link>
      )}
    </div>
  );
}
