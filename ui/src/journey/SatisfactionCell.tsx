import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { interval, numberIn } from "../metrics/cell";
import { behind } from "../metrics/peopleBehind";
import { Missing, type LiveCellProps } from "./lanes";
import { useSatisfaction } from "./useFeelings";

const KINDS = ["nps", "csat", "ces"] as const;

/** NPS, satisfaction and ease as answered on this stage; each opens who answered. */
export function SatisfactionCell({ stage }: LiveCellProps) {
  const { t, number } = useWords();
  const answered = useSatisfaction(true);
  if (!answered) return null;
  const rows = new Map(answered.sheets.find(({ key }) => key === "stages")?.rows.map((row) => [String(row.id), row]));
  const here = KINDS.flatMap((kind) => {
    const row = rows.get(`${kind}:${stage.key}`);
    return row ? [{ kind, row }] : [];
  });
  if (here.length === 0) return <Missing why={t("map.noAnswers")} />;
  const write = (value: unknown) => number(numberIn(value), 1);
  return (
    <dl className="times">
      {here.map(({ kind, row }) => {
        const score = numberIn(row.score);
        const n = numberIn(row.n) ?? 0;
        return (
          <div key={kind}>
            <dt>{t(`score.${kind}`)}</dt>
            <dd className="number">
              {score === null ? <span className="quiet">{t("figure.tooFew", { n: number(n) })}</span> : write(score)}
              {score !== null && <span className="under">{interval(row.score_low, row.score_high, "number", write)}</span>}
              <span className="under">
                <Link to="/people" search={behind("satisfaction", {}, String(row.id), "people")}>
                  {t("figure.n", { n: number(n) })}
                </Link>
              </span>
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
