import { useWords } from "../app/words";
import type { Person } from "../api/types";
import { keysIn } from "../locales/i18n";
import type { LocalText } from "../format/text";
import { NextMessage } from "./NextMessage";

/** The head of a person's page: stage and time on it, what comes next by itself, ids and traits. */
export function PersonFacts({ person, names }: { person: Person; names: Map<string, LocalText> }) {
  const { t, text, days, dateTime, date } = useWords();
  const name = (stage: string | null) => (stage === null ? t("people.noStage") : text(names.get(stage) ?? stage));
  // What is known by a name in words comes first; the rest is shown as it was sent.
  const known = keysIn("trait");
  const place = (trait: string) => (known.includes(trait) ? known.indexOf(trait) : known.length);
  const traits = Object.entries(person.traits).sort(([a], [b]) => place(a) - place(b));
  return (
    <section className="card person-facts" aria-labelledby="now-heading">
      <div className="stack" style={{ gap: "0.35rem", alignContent: "start" }}>
        <h2 id="now-heading" className="eyebrow-person">
          {t("person.now")}
        </h2>
        <p className="person-stage">{name(person.stage)}</p>
        {person.days !== null && (
          <p>
            {person.usual_days === null
              ? t("person.inStage", { days: days(person.days) })
              : t("person.stalled", { days: days(person.days), usual: days(person.usual_days) })}
          </p>
        )}
        {person.since && <p className="quiet small">{t("person.since", { at: dateTime(person.since) })}</p>}
        {person.next_due && (
          <p className="small">
            {t("person.due", {
              at: dateTime(person.next_due.at),
              stage: name(person.next_due.to),
            })}
          </p>
        )}
        <NextMessage person={person.person} />
      </div>
      <div>
        <h2 className="eyebrow-person">{t("person.identities")}</h2>
        <ul className="plain identities">
          {person.identities.map(({ kind, value, first_seen }) => (
            <li key={kind + value}>
              <code>{value}</code>
              <span className="quiet small">
                {t(`identity.${kind}`)} · {date(first_seen)}
              </span>
            </li>
          ))}
        </ul>
      </div>
      {traits.length > 0 && (
        <div>
          <h2 className="eyebrow-person">{t("person.traits")}</h2>
          <dl className="facts-list">
            {traits.map(([name, value]) => (
              <div key={name}>
                <dt>{known.includes(name) ? t(`trait.${name}`) : name}</dt>
                <dd>{typeof value === "boolean" ? t(value ? "answer.yes" : "answer.no") : typeof value === "string" ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
    </section>
  );
}
