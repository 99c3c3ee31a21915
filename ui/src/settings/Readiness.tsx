import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Answer } from "../app/Answer";
import { Problems } from "../app/Problems";
import { ToSettings } from "../app/ToSettings";
import { useWords } from "../app/words";
import { readiness } from "../api/programmes";
import type { ReadinessCard } from "../api/types";
import { Freshness } from "../home/Freshness";
import { keysIn } from "../locales/i18n";
import "../people/people.css";
import "./settings.css";

const ORDER = { missing: 0, warning: 1, ok: 2, off: 3 } as const;

/** Valmius: one card for each thing that must be in order before messages reach people. */
export function Readiness() {
  const { t } = useWords();
  const answer = useQuery(readiness);
  return (
      <section className="stack" aria-labelledby="ready-heading">
        <div className="row spread">
          <h2 id="ready-heading">{t("ready.heading")}</h2>
          {answer.data && <Freshness asOf={answer.data.as_of} />}
        </div>
        <p className="quiet">{t("ready.what")}</p>
        <Answer of={answer}>
          {({ cards }) => (
            <ul className="plain ready-cards">
              {[...cards].sort((one, other) => ORDER[one.state] - ORDER[other.state]).map((card) => (
                <Card key={card.key} of={card} />
              ))}
            </ul>
          )}
        </Answer>
      </section>
  );
}

function Card({ of: card }: { of: ReadinessCard }) {
  const { t } = useWords();
  return (
    <li className="card ready-card stack" data-state={card.state}>
      <div className="row spread">
        <h3>{t(`readyCard.${card.key}`)}</h3>
        <span className="ready-state" data-state={card.state}>
          {t(`readyState.${card.state}`)}
        </span>
      </div>
      <p className="small quiet">{t(`readyWhat.${card.key}`)}</p>
      <Facts of={card.facts} />
      {card.stops_sending && (
        <p className="small bad">
          <strong>{t("ready.stops")}</strong>
        </p>
      )}
      {card.problems.length > 0 && <Problems of={card.problems} where={false} />}
      <ToSettings of={card.problems} />
      {(card.key === "events" || card.key === "orders" || card.key === "spend") && card.state !== "ok" && (
        <p>
          <Link to="/sources">{t("ready.toSources")}</Link>
        </p>
      )}
    </li>
  );
}

/** What is known of it; only what has a name in words is shown. */
function Facts({ of: facts }: { of: Record<string, unknown> }) {
  const { t, dateTime, number } = useWords();
  const rows = keysIn("fact").filter((name) => facts[name] !== undefined && facts[name] !== null && facts[name] !== "" && facts[name] !== 0);
  if (rows.length === 0) return null;
  const said = (value: unknown) => (typeof value === "number" ? number(value) : /^\d{4}-\d\d-\d\dT/.test(String(value)) ? dateTime(String(value)) : String(value));
  return (
    <dl className="facts-list small">
      {rows.map((name) => (
        <div key={name}>
          <dt>{t(`fact.${name}`)}</dt>
          <dd>{said(facts[name])}</dd>
        </div>
      ))}
    </dl>
  );
}
