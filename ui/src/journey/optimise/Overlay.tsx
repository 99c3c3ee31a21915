import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useId, useMemo } from "react";
import { reportAnswer, type ReportAnswer } from "../../api/reports";
import type { Home } from "../../api/types";
import { useWords } from "../../app/words";
import { numberIn, writer } from "../../metrics/cell";
import { behind } from "../../metrics/peopleBehind";
import { arc, movesOf } from "./overlay";

const GAP = 150;
const HALF = 95;
const NOTHING = {};
const STAGES = { of: "stages" };

/** The journey as planned and as walked: the fit, both arrows in one picture, and every deviation with its people. */
export function Overlay({ stages }: { stages: Home["stages"] }) {
  const { t, text, percent, number } = useWords();
  const fit = useQuery(reportAnswer("fit", NOTHING)).data;
  const graph = useQuery(reportAnswer("graph", STAGES)).data;
  if (!fit || !graph) return <section className="card waiting" aria-label={t("overlay.title")} />;
  const share = fit.figures.find(({ key }) => key === "fit");
  const value = numberIn(share?.value);
  return (
    <section className="card stack" aria-labelledby="overlay-heading">
      <div className="row spread">
        <h2 id="overlay-heading">{t("overlay.title")}</h2>
        <Link to="/metrics/$report" params={{ report: "fit" }} search={{}}>
          {t("optimise.openReport")}
        </Link>
      </div>
      {value === null ? (
        <p className="quiet">{t("overlay.noMoves")}</p>
      ) : (
        <p>
          <strong className="number">{percent(value)}</strong> {t("overlay.fit")}{" "}
          <span className="quiet small number">
            {t("figure.interval", { low: percent(numberIn(share?.low)), high: percent(numberIn(share?.high)) })} {t("figure.n", { n: number(numberIn(share?.n)) })}
          </span>
        </p>
      )}
      <Picture fit={fit} graph={graph} stages={stages} />
      <Deviations fit={fit} />
      <p className="small quiet">{text(fit.definition)}</p>
    </section>
  );
}

function Picture({ fit, graph, stages }: { fit: ReportAnswer; graph: ReportAnswer; stages: Home["stages"] }) {
  const { t, text, number } = useWords();
  const marker = useId();
  const moves = useMemo(() => movesOf(fit, graph, stages.map(({ name }) => name.fi)), [fit, graph, stages]);
  const most = Math.max(1, ...moves.map((move) => move.moves));
  const name = (place: number) => text(stages[place]?.name);
  return (
    <figure className="overlay">
      <div className="scroll" tabIndex={0} role="region" aria-label={t("overlay.picture")}>
        <div style={{ minWidth: `${stages.length * 6.5}rem` }}>
          <svg viewBox={`0 0 ${GAP * stages.length} ${HALF * 2}`} aria-hidden="true" focusable="false">
            <defs>
              {(["planned", "strayed"] as const).map((kind) => (
                <marker key={kind} id={`${marker}${kind}`} viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">
                  <path className={kind} d="M0 0L8 4L0 8z" />
                </marker>
              ))}
            </defs>
            {moves
              .filter((move) => move.planned || move.moves > 0)
              .map((move) => (
                <path
                  key={`${move.from} ${move.to}`}
                  className={move.planned ? "planned" : "strayed"}
                  data-walked={move.moves > 0}
                  d={arc(move, GAP, HALF)}
                  strokeWidth={1.5 + (move.moves / most) * 9}
                  markerEnd={`url(#${marker}${move.planned ? "planned" : "strayed"})`}
                />
              ))}
            {stages.map((stage, place) => (
              <circle key={stage.key} cx={GAP * (place + 0.5)} cy={HALF} r="6" />
            ))}
          </svg>
          <ol className="plain overlay-names small" style={{ gridTemplateColumns: `repeat(${stages.length}, minmax(0, 1fr))` }}>
            {stages.map((stage) => (
              <li key={stage.key} dir="auto">
                {text(stage.name)}
              </li>
            ))}
          </ol>
        </div>
      </div>
      <figcaption className="row small">
        <span className="overlay-key" data-kind="planned">
          {t("overlay.planned")}
        </span>
        <span className="overlay-key" data-kind="strayed">
          {t("overlay.strayed")}
        </span>
      </figcaption>
      <details className="small">
        <summary>{t("overlay.table")}</summary>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("overlay.arrow")}</th>
              <th scope="col">{t("overlay.inPlan")}</th>
              <th scope="col" className="end">
                {t("overlay.moves")}
              </th>
            </tr>
          </thead>
          <tbody>
            {moves.map((move) => (
              <tr key={`${move.from} ${move.to}`}>
                <th scope="row" dir="auto">
                  {name(move.from)} → {name(move.to)}
                </th>
                <td>{t(move.planned ? "metrics.yes" : "metrics.no")}</td>
                <td className="end number">{number(move.moves)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Deviations({ fit }: { fit: ReportAnswer }) {
  const words = useWords();
  const { t, percent, counted } = words;
  const rows = fit.sheets.find(({ key }) => key === "deviations")?.rows ?? [];
  const write = writer(words, fit.currency);
  if (rows.length === 0) return <p className="quiet">{t("overlay.none")}</p>;
  return (
    <div className="scroll">
      <table className="table">
        <caption className="unseen">{t("overlay.deviations")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("overlay.deviation")}</th>
            <th scope="col">{t("overlay.kind")}</th>
            <th scope="col" className="end">
              {t("overlay.people")}
            </th>
            <th scope="col" className="end">
              {t("overlay.share")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 8).map((row) => (
            <tr key={String(row.id)}>
              <th scope="row" dir="auto">
                {write(row.source, "text")} {row.target ? `→ ${write(row.target, "text")}` : ""}
              </th>
              <td>{write(row.kind, "text")}</td>
              <td className="end number">
                <Link to="/people" search={behind("fit", {}, String(row.id), "people")}>
                  {counted("unit.people", numberIn(row.people) ?? 0)}
                </Link>
              </td>
              <td className="end number">{percent(numberIn(row.share))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
