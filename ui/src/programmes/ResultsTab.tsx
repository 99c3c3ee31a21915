import { useQuery } from "@tanstack/react-query";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { results } from "../api/programmes";
import type { ProgrammePage, ProgrammeResults } from "../api/types";
import { Freshness } from "../home/Freshness";
import { SeriesChart } from "./SeriesChart";

/** Tulokset: the cared for against those left out by chance, with intervals and a verdict in words. */
export function ResultsTab({ programme, page }: { programme: string; page: ProgrammePage }) {
  const { t } = useWords();
  const answer = useQuery(results(programme));
  if (page.goal === null && page.version !== null && answer.data === undefined && !answer.isPending) {
    return <section className="card">{t("results.noGoal")}</section>;
  }
  return <Answer of={answer}>{(found) => <Figures of={found} />}</Answer>;
}

function Figures({ of: found }: { of: ProgrammeResults }) {
  const { t, text, percent, number, counted } = useWords();
  const { cared, holdout, lift, messages } = found;
  const points = (share: number | null) =>
    share === null ? "–" : t("results.points", { n: `${share > 0 ? "+" : ""}${number(share * 100, 1)}` });
  const side = (name: string, of: ProgrammeResults["cared"]) => (
    <tr>
      <th scope="row">{name}</th>
      <td className="end number">{number(of.people)}</td>
      <td className="end number">{number(of.reached)}</td>
      <td className="end number">{percent(of.value)}</td>
      <td className="end number">{of.low === null ? "–" : `${percent(of.low)} – ${percent(of.high)}`}</td>
    </tr>
  );
  return (
    <>
      <section className="card stack" aria-labelledby="lift-heading">
        <div className="row spread">
          <h2 id="lift-heading">{t("results.heading")}</h2>
          <Freshness asOf={found.as_of} />
        </div>
        <p className="verdict" data-verdict={lift.verdict}>
          {lift.value === null ? t("verdict.none", { n: number(lift.n) }) : t(`verdict.${lift.verdict}`, { points: points(lift.value), n: number(lift.n) })}
        </p>
        {lift.low !== null && lift.high !== null && (
          <p className="quiet">{t("results.liftInterval", { low: points(lift.low), high: points(lift.high) })}</p>
        )}
        <div className="scroll" role="group" aria-labelledby="lift-heading" tabIndex={0}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("results.group")}</th>
                <th scope="col" className="end">{t("results.people")}</th>
                <th scope="col" className="end">{t("results.reached")}</th>
                <th scope="col" className="end">{t("results.share")}</th>
                <th scope="col" className="end">{t("results.interval")}</th>
              </tr>
            </thead>
            <tbody>
              {side(t("results.cared"), cared)}
              {side(t("results.holdout"), holdout)}
            </tbody>
          </table>
        </div>
        <p className="small quiet">
          {text(found.definition)} {found.open > 0 && counted("results.open", found.open)}
        </p>
        <SeriesChart series={found.series} />
      </section>
      <section className="card stack" aria-labelledby="messages-heading">
        <h2 id="messages-heading">{t("results.messages")}</h2>
        <dl className="tiles">
          {(["wanted", "sent", "refused", "opened", "clicked", "unsubscribed"] as const).map((name) => (
            <div key={name}>
              <dt className="quiet small">{t(`messageCount.${name}`)}</dt>
              <dd className="number">{number(messages[name])}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
