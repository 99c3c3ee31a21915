import { useWords } from "../app/words";
import type { TimelineEntry } from "../api/types";
import type { LocalText } from "../format/text";
import { MessageEntry } from "./MessageEntry";

export function TimelineItem({ entry, names }: { entry: TimelineEntry; names: Map<string, LocalText> }) {
  const { t, clock, text, textLang, money } = useWords();
  const name = (stage: string | null | undefined) => (stage ? text(names.get(stage) ?? stage) : t("people.noStage"));
  const time = (
    <time dateTime={entry.at} className="quiet small number">
      {clock(entry.at)}
    </time>
  );
  if (entry.kind === "stage") {
    return (
      <li className="timeline-stage">
        {time}
        <div>
          <p>
            <strong>{t("timeline.change", { from: name(entry.from), to: name(entry.to) })}</strong>
          </p>
          {entry.reason && (
            <p className="small" lang={textLang(entry.reason.sentence)}>
              {text(entry.reason.sentence)}
            </p>
          )}
        </div>
      </li>
    );
  }
  if (entry.kind === "message" && entry.message) {
    return (
      <li>
        {time}
        <MessageEntry of={entry.message} />
      </li>
    );
  }
  const properties = Object.entries(entry.properties ?? {});
  return (
    <li>
      {time}
      <div>
        <div className="row event">
          <span>{entry.event}</span>
          {entry.revenue && <strong className="number">{money(entry.revenue)}</strong>}
          {(entry.channel ?? entry.source) && (
            <span className="quiet small">{[entry.channel, entry.source].filter(Boolean).join(" · ")}</span>
          )}
        {properties.length > 0 && (
          <details className="small">
            <summary className="quiet">{t("timeline.properties", { count: properties.length })}</summary>
            <dl className="facts-list">
              {properties.map(([key, value]) => (
                <div key={key}>
                  <dt>{key}</dt>
                  <dd>{typeof value === "string" ? value : JSON.stringify(value)}</dd>
                </div>
              ))}
            </dl>
          </details>
        )}
        </div>
      </div>
    </li>
  );
}
