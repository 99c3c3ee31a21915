import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Answer } from "../app/Answer";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { home } from "../api/queries";
import { reportAnswer, type ReportAnswer } from "../api/reports";
import type { Home } from "../api/types";
import { PathBreak } from "../home/PathBreak";
import { PathStrip } from "../home/PathStrip";
import { MendCard } from "./MendCard";
import { BeforeAfter } from "./optimise/BeforeAfter";
import { Frictions } from "./optimise/Frictions";
import { Opportunities } from "./optimise/Opportunities";
import { Overlay } from "./optimise/Overlay";
import type { JourneyDraft } from "./useJourneyDraft";
import "../home/home.css";
import "./optimise.css";

/** Where the path breaks stands over the strip already. */
const further = ({ code }: { code: string }) => !code.startsWith("mend.first-");

/** Optimoi: where to mend the path and what each mend would bring, what slows people, and what the changes have done. */
export function OptimiseView({ draft }: { draft: JourneyDraft }) {
  const { t } = useWords();
  const { document } = draft;
  const { key: journey, running } = draft.page;
  const figures = useQuery({ ...home, enabled: running });
  return (
    <>
      {running ? <Answer of={figures}>{(data) => <Ranked data={data} draft={draft} />}</Answer> : <p className="card">{t("map.noFigures")}</p>}
      {document && <Frictions journey={journey} document={document} />}
      <Opportunities journey={journey} />
      {running && figures.data && (
        <>
          <Overlay stages={figures.data.stages} />
          <BeforeAfter journey={journey} end={figures.data.window_end} />
        </>
      )}
    </>
  );
}

function Ranked({ data, draft }: { data: Home; draft: JourneyDraft }) {
  const { t, text } = useWords();
  const mend = useQuery(reportAnswer("mend", {}));
  const leaks = useQuery(reportAnswer("leaks", {})).data;
  return (
    <>
      <section className="card stack" aria-label={t("home.path")}>
        <PathBreak data={data} />
        <PathStrip data={data} />
      </section>
      <Answer of={mend}>
        {(answer: ReportAnswer) => (
          <section className="stack" aria-labelledby="mend-heading">
            <div className="row spread">
              <h2 id="mend-heading">{text(answer.title)}</h2>
              <Link to="/metrics/$report" params={{ report: "mend" }} search={{}}>
                {t("optimise.openReport")}
              </Link>
            </div>
            {answer.notes.some(further) && <Problems of={answer.notes.filter(further)} />}
            <ol className="plain mend-list">
              {(answer.sheets[0]?.rows ?? []).map((row, index) => (
                <li key={String(row.id)}>
                  <MendCard row={row} place={index + 1} mend={answer} leaks={leaks} data={data} draft={draft} />
                </li>
              ))}
            </ol>
            <details className="small">
              <summary>{t("metrics.how")}</summary>
              <p>{text(answer.definition)}</p>
            </details>
          </section>
        )}
      </Answer>
    </>
  );
}
