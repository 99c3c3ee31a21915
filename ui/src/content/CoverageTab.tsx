import { useQuery } from "@tanstack/react-query";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { coverage as coverageOf } from "../api/content";
import type { Coverage, CoverageCell } from "../api/types";
import { elative } from "./formula";
import { useParts, usePlan } from "./usePlan";

/** Stage by persona: where there is something to give, where something is planned, and where nothing is. */
export function CoverageTab() {
  const { draft } = usePlan();
  const answer = useQuery(coverageOf(draft.page.key, draft.page.edition));
  return <Answer of={answer}>{(found) => <Matrix found={found} />}</Answer>;
}

function Matrix({ found }: { found: Coverage }) {
  const { t, text, textLang, counted } = useWords();
  const columns = found.personas.length > 0 ? found.personas : [{ key: "", name: { fi: t("plan.everybody"), en: t("plan.everybody") } }];
  const cell = (stage: string, persona: string) => found.cells.find((each) => each.stage === stage && each.persona === persona);
  return (
    <section className="card stack" aria-labelledby="coverage-heading">
      <div className="row spread">
        <h2 id="coverage-heading">{t("cover.heading")}</h2>
        <p role="status" className="gap-count">
          {counted("contentGaps.count", found.gaps)}
        </p>
      </div>
      <p className="quiet">{t("cover.what")}</p>
      <Sentences found={found} columns={columns} />
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="coverage-heading">
        <table className="table coverage">
          <thead>
            <tr>
              <th scope="col">{t("cover.stage")}</th>
              {columns.map((persona) => (
                <th key={persona.key} scope="col" lang={textLang(persona.name)} dir="auto">
                  {text(persona.name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.stages.map((stage) => (
              <tr key={stage.key}>
                <th scope="row" lang={textLang(stage.name)} dir="auto">
                  {text(stage.name)}
                </th>
                {columns.map((persona) => {
                  const one = cell(stage.key, persona.key);
                  return <td key={persona.key}>{one && <Cell cell={one} stage={text(stage.name)} persona={text(persona.name)} />}</td>;
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="row small quiet coverage-key">
        <span className="cover" data-state="covered">{t("cover.covered")}</span>
        <span className="cover" data-state="planned">{t("cover.planned")}</span>
        <span className="cover" data-state="gap">{t("cover.gap")}</span>
      </p>
    </section>
  );
}

function Cell({ cell, stage, persona }: { cell: CoverageCell; stage: string; persona: string }) {
  const { t, counted } = useWords();
  const { go, edits } = usePlan();
  const { add } = useParts();
  const where = `${stage}, ${persona}`;
  if (cell.state === "gap") {
    const said = <>– {t("cover.gap")}</>;
    return edits ? (
      <button
        type="button"
        className="cover"
        data-state="gap"
        aria-label={`${where}: ${t("cover.gap")}. ${t("plan.addTopic")}`}
        onClick={() => add("topics", "topic", { stages: [cell.stage], ...(cell.persona && { personas: [cell.persona] }) })}
      >
        + {t("plan.addTopic")}
      </button>
    ) : (
      <span className="cover" data-state="gap">{said}</span>
    );
  }
  const said = cell.state === "covered" ? counted("cover.done", cell.done) : cell.under_way ? counted("cover.underWay", cell.under_way) : t("cover.topicOnly");
  return (
    <button type="button" className="cover" data-state={cell.state} aria-label={`${where}: ${said}`} onClick={() => go({ open: `topics.${cell.topics[0]}` })}>
      {cell.state === "covered" ? "● " : "○ "}
      {said}
      {cell.topics.length > 1 && <span className="small"> · {counted("cover.topics", cell.topics.length)}</span>}
    </button>
  );
}

/** "3 vaihetta 5:stä on ilman sisältöä …" for each persona that lacks something. */
function Sentences({ found, columns }: { found: Coverage; columns: Coverage["personas"] }) {
  const { text, counted, t, language } = useWords();
  const lacking = columns
    .map((persona) => ({ persona, gaps: found.cells.filter((cell) => cell.persona === persona.key && cell.state === "gap").length }))
    .filter(({ gaps }) => gaps > 0);
  if (lacking.length === 0) return <p>{t("cover.noGaps")}</p>;
  const of = language === "fi" ? elative(found.stages.length) : String(found.stages.length);
  return (
    <ul>
      {lacking.map(({ persona, gaps }) => (
        <li key={persona.key}>{persona.key === "" ? counted("cover.lackAll", gaps, { of }) : counted("cover.lack", gaps, { of, persona: text(persona.name) })}</li>
      ))}
    </ul>
  );
}
