import { Link } from "@tanstack/react-router";
import type { Search } from "../app/address";
import { useWords } from "../app/words";
import type { Figure, ReportAnswer } from "../api/reports";
import { difference, interval, isNumeric, writer } from "./cell";
import { behind } from "./peopleBehind";
import { SmallN } from "./SmallN";

/** The numbers on top: value, interval and cases, and the same of what it is compared with. */
export function Figures({ answer, search }: { answer: ReportAnswer; search: Search }) {
  const { t } = useWords();
  return (
    <dl className="figures" aria-label={t("metrics.figures")}>
      {answer.figures.map((figure) => (
        <Tile key={figure.key} figure={figure} answer={answer} search={search} />
      ))}
    </dl>
  );
}

function Tile({ figure, answer, search }: { figure: Figure; answer: ReportAnswer; search: Search }) {
  const words = useWords();
  const { t, text } = words;
  const { key, kind, value, low, high, n } = figure;
  const write = writer(words, answer.currency);
  const span = interval(low, high, kind, write);
  const before = answer.compared?.figures.find((each) => each.key === key);
  const written = write(value, kind);
  return (
    <div className="card figure">
      <dt className="small quiet">{text(figure.title)}</dt>
      <dd className={isNumeric(kind) ? "figure-value number" : "figure-text"}>
        {figure.people && typeof value === "number" ? (
          <Link to="/people" search={behind(answer.report, search, "", key)} aria-label={t("metrics.openFigure", { column: text(figure.title), value: written })}>
            {written}
          </Link>
        ) : (
          written
        )}
      </dd>
      {span && <dd className="small quiet number">{span}</dd>}
      {n !== null && (
        <dd className="small quiet">
          <SmallN n={n} />
        </dd>
      )}
      {before && isNumeric(kind) && (
        <dd className="small number">
          {t("metrics.comparedFigure", { value: write(before.value, kind), difference: difference(value, before.value, kind, words, answer.currency) })}
        </dd>
      )}
    </div>
  );
}
