import { Link } from "@tanstack/react-router";
import { Hint } from "../app/Hint";
import { useWords } from "../app/words";
import type { Market, MarketLevel } from "../api/types";

/** The levels as a pyramid, the narrow top ready to buy; in the same rows what is known, made and spent on each. */
export function Pyramid({ found }: { found: Market }) {
  const { t, calendarDay } = useWords();
  const levels = [...found.levels].reverse();
  const sums = {
    known: levels.reduce((sum, level) => sum + (known(level) ?? 0), 0),
    content: levels.reduce((sum, level) => sum + level.content, 0),
    spend: levels.reduce((sum, level) => sum + (level.spend ?? 0), 0),
  };
  return (
    <section className="card stack" aria-labelledby="pyramid-heading">
      <h2 id="pyramid-heading">{t("marketFormula.pyramid")}</h2>
      <p className="small quiet">{t("marketFormula.overlay")}</p>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="pyramid-heading">
        <table className="table pyramid">
          <thead>
            <tr>
              <td />
              <th scope="col">{t("marketFormula.level")}</th>
              <th scope="col" className="end">{t("marketFormula.market")}</th>
              <th scope="col" className="end">{t("marketFormula.known")}</th>
              <th scope="col" className="end">
                <Hint text={t("marketFormula.contentWhat")}>{t("marketFormula.content")}</Hint>
              </th>
              <th scope="col" className="end">
                <Hint text={t("marketFormula.spendWhat", { from: calendarDay(found.spend.from), to: calendarDay(found.spend.to) })}>{t("marketFormula.spend")}</Hint>
              </th>
            </tr>
          </thead>
          <tbody>
            {levels.map((level, at) => (
              <Row key={level.level} level={level} at={at} sums={sums} currency={found.spend.currency} />
            ))}
          </tbody>
        </table>
      </div>
      <Loose found={found} />
    </section>
  );
}

const known = (level: MarketLevel): number | null =>
  level.stages.reduce<number | null>((sum, stage) => (stage.people === null ? sum : (sum ?? 0) + stage.people), null);

function Row({ level, at, sums, currency }: { level: MarketLevel; at: number; sums: { known: number; content: number; spend: number }; currency: string }) {
  const { t, text, number, percent, money } = useWords();
  const people = known(level);
  return (
    <tr>
      <td className="pyramid-layer" data-level={level.level}>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <polygon points={`${50 - at * 12.5},0 ${50 + at * 12.5},0 ${50 + (at + 1) * 12.5},98 ${50 - (at + 1) * 12.5},98`} />
        </svg>
      </td>
      <th scope="row">
        {t(`marketLevel.${level.level}`)}
        <p className="small quiet">{t(`rocket.${level.level}`)}</p>
      </th>
      <td className="end number">
        {level.people === null ? <Hint text={t("marketFormula.noSize")}>–</Hint> : number(level.people)}
        <Bar share={level.share / 100} />
        <span className="small quiet">{percent(level.share / 100)}</span>
      </td>
      <td className="end number">
        {level.stages.length === 0 ? (
          <Hint text={t("marketFormula.noStage")}>–</Hint>
        ) : people === null ? (
          <Hint text={t("marketFormula.notRunning")}>–</Hint>
        ) : (
          level.stages.map((stage) => (
            <p key={stage.key}>
              <Link to="/people" search={{ stage: stage.key }} aria-label={`${text(stage.name)}: ${number(stage.people)}`}>
                {number(stage.people)}
              </Link>
              {level.stages.length > 1 && <span className="small quiet"> {text(stage.name)}</span>}
            </p>
          ))
        )}
        {people !== null && <Part value={people} of={sums.known} />}
      </td>
      <td className="end number">
        {number(level.content, 1)}
        <Part value={level.content} of={sums.content} />
      </td>
      <td className="end number">
        {level.spend === null || sums.spend === 0 ? <Hint text={t(level.spend === null ? "marketFormula.notRunning" : "marketFormula.noSpend")}>–</Hint> : money({ minor: Math.round(level.spend), currency })}
        {level.spend !== null && <Part value={level.spend} of={sums.spend} />}
      </td>
    </tr>
  );
}

/** The part of a whole, as a bar and in per cent, so that columns can be compared with the market's. */
function Part({ value, of }: { value: number; of: number }) {
  const { percent } = useWords();
  if (of <= 0) return null;
  return (
    <>
      <Bar share={value / of} />
      <span className="small quiet">{percent(value / of)}</span>
    </>
  );
}

const Bar = ({ share }: { share: number }) => (
  <span className="share-bar" aria-hidden="true">
    <span style={{ inlineSize: `${Math.min(100, Math.max(0, share * 100))}%` }} />
  </span>
);

function Loose({ found }: { found: Market }) {
  const { t, money } = useWords();
  const { total, unattributed, currency } = found.spend;
  if (total === 0) return <p className="small quiet">{t("marketFormula.noSpend")}</p>;
  if (!unattributed) return null;
  return <p className="small quiet">{t("marketFormula.loose", { sum: money({ minor: unattributed, currency }) })}</p>;
}
