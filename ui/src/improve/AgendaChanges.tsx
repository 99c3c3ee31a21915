import { useWords } from "../app/words";
import type { Review } from "../api/improve";

type Agenda = Review["agenda"];

/** What was published since the last review, and the numbers that moved by more than chance. */
export function AgendaChanges({ agenda }: { agenda: Agenda }) {
  const { t, text, dateTime } = useWords();
  return (
    <>
      <h3>{t("review.changes")}</h3>
      <h4 className="eyebrow">{t("review.numbers")}</h4>
      {agenda.changes.length === 0 ? (
        <p className="quiet">{t("changes.none")}</p>
      ) : (
        <ul className="plain stack" style={{ gap: "0.4rem" }}>
          {agenda.changes.map((change) => (
            <li key={change.code + change.stage + change.to}>
              <Sentence change={change} agenda={agenda} />
            </li>
          ))}
        </ul>
      )}
      <h4 className="eyebrow">{t("review.published")}</h4>
      {agenda.versions.length === 0 ? (
        <p className="quiet">{t("review.nothingPublished")}</p>
      ) : (
        <ul className="plain stack" style={{ gap: "0.6rem" }}>
          {agenda.versions.map((each) => (
            <li key={each.kind + each.key + each.version} dir="auto">
              <strong>{t(`reviewVersion.${each.kind}`, { name: each.name ? text(each.name) : each.key, n: each.version })}</strong> {each.note}
              <span className="under quiet small">
                {dateTime(each.at)} · {each.who}
              </span>
              {each.words.length > 0 && (
                <ul className="small">
                  {each.words.map((line, index) => (
                    <li key={index}>{text(line)}</li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
      {agenda.under_way.length > 0 && (
        <>
          <h4 className="eyebrow">{t("review.underWay")}</h4>
          <ul className="small">
            {agenda.under_way.map((each) => (
              <li key={each.id} dir="auto">
                {t(`improvementKind.${each.kind}`)}: {each.title}
                {each.owner && ` (${each.owner})`}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Sentence({ change, agenda }: { change: Agenda["changes"][number]; agenda: Agenda }) {
  const { t, text, number, percent, days, calendarDay, counted } = useWords();
  const name = (key: string | null) => text(agenda.stages.find((stage) => stage.key === key)?.name);
  const figure = change.code.startsWith("conversion") ? percent : change.code.startsWith("people") ? number : days;
  const since = new Date(Date.parse(agenda.as_of) - 7 * 86_400_000).toISOString().slice(0, 10);
  const said = { stage: name(change.stage), to: name(change.to), now: figure(change.now), before: figure(change.before), since: calendarDay(since) };
  return (
    <>
      {t(`changes.${change.code}`, said)} <span className="quiet small">{counted("figure.n", change.n)}</span>
    </>
  );
}
