import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { Review, Timeline } from "../api/improve";

/** A real person's way, without a name: why it was chosen, the stages, the last events. */
export function TimelineCard({ timeline, stages }: { timeline: Timeline; stages: Review["agenda"]["stages"] }) {
  const { t, text, days, number, counted } = useWords();
  const name = (key: string | null) => (key === null ? "–" : text(stages.find((stage) => stage.key === key)?.name ?? key));
  return (
    <li className="timeline-card">
      <h4>{t(`timelineWhy.${timeline.why}`)}</h4>
      <p className="small quiet">{t(`timelineRule.${timeline.why}`)}</p>
      <ol className="plain way">
        {timeline.stages.map((part, index) => (
          <li key={index}>
            <strong>{name(part.stage)}</strong> <span className="number">{days(part.days)}</span>
          </li>
        ))}
      </ol>
      <details>
        <summary>{counted("review.events", timeline.total)}</summary>
        <ul className="small">
          {timeline.events.map((each, index) => (
            <li key={index} dir="auto">
              {t("review.day", { n: number(each.day) })}: {text(each.name)}
            </li>
          ))}
        </ul>
      </details>
      <Link to="/people/$person" params={{ person: timeline.person }} className="small no-print">
        {t("review.openPerson")}
      </Link>
    </li>
  );
}
