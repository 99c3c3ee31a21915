import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import { readiness } from "../api/programmes";

/** Only what stops sending is told here; the rest waits on the readiness page. */
export function StopsSending() {
  const { t } = useWords();
  const cards = (useQuery(readiness).data?.cards ?? []).filter((card) => card.stops_sending && (card.state === "missing" || card.state === "warning"));
  if (cards.length === 0) return null;
  return (
    <section className="stops" aria-labelledby="stops-heading">
      <div>
        <h2 id="stops-heading">{t("ready.bannerTitle")}</h2>
        <ul>
          {cards.map((card) => (
            <li key={card.key}>
              <strong>{t(`readyCard.${card.key}`)}:</strong> {card.problems[0] ? `${card.problems[0].what} ${card.problems[0].fix}` : t("readyState.missing")}
            </li>
          ))}
        </ul>
      </div>
      <Link to="/settings">{t("ready.open")}</Link>
    </section>
  );
}
