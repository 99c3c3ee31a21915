import { useWords } from "../app/words";
import type { Change, Home } from "../api/types";

/** "Mikä muuttui": at most three sentences: what, how much, since when. */
export function Changes({ data }: { data: Home }) {
  const { t } = useWords();
  return (
    <section className="card stack" aria-labelledby="changes-heading" style={{ gap: "0.6rem" }}>
      <h2 id="changes-heading">{t("changes.heading")}</h2>
      {data.changes.length === 0 ? (
        <p className="quiet">{t("changes.none")}</p>
      ) : (
        <ul className="plain stack" style={{ gap: "0.4rem" }}>
          {data.changes.map((change) => (
            <Sentence key={change.code + change.stage + change.to} change={change} data={data} />
          ))}
        </ul>
      )}
    </section>
  );
}

const BETTER = new Set(["people_up", "conversion_up", "faster"]);

function Sentence({ change, data }: { change: Change; data: Home }) {
  const { t, text, number, percent, days, calendarDay, counted } = useWords();
  const stage = data.stages.find(({ key }) => key === change.stage);
  const next = data.stages.find(({ key }) => key === change.to);
  const figure = change.code.startsWith("conversion") ? percent : change.code.startsWith("people") ? number : days;
  return (
    <li className="change">
      <span aria-hidden="true" className={BETTER.has(change.code) ? "up" : "down"}>
        {change.code === "people_up" || change.code === "conversion_up" || change.code === "slower" ? "↑" : "↓"}
      </span>
      <span>
        {t(`changes.${change.code}`, {
          stage: text(stage?.name),
          to: text(next?.name),
          now: figure(change.now),
          before: figure(change.before),
          since: calendarDay(change.since),
        })}{" "}
        <span className="quiet small">{counted("figure.n", change.n)}</span>
      </span>
    </li>
  );
}
