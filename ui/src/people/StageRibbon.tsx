import { useWords } from "../app/words";
import type { RibbonPart } from "../api/types";
import type { LocalText } from "../format/text";
import { ribbonShares } from "./ribbon";

/** Stages over time, left to right; the list under it says the same in words. */
export function StageRibbon({
  ribbon,
  names,
  order,
}: {
  ribbon: RibbonPart[];
  names: Map<string, LocalText>;
  order: string[];
}) {
  const { t, text, days, date } = useWords();
  if (ribbon.length === 0) return null;
  const shares = ribbonShares(ribbon.map((part) => part.days));
  const name = (stage: string | null) => (stage === null ? t("people.noStage") : text(names.get(stage) ?? stage));
  const shade = (stage: string | null) => {
    const place = stage === null ? -1 : order.indexOf(stage);
    return place < 0 ? "var(--line)" : `color-mix(in srgb, var(--pine) ${(100 * (place + 1)) / order.length}%, var(--surface))`;
  };
  return (
    <section className="card stack" aria-labelledby="ribbon-heading" style={{ gap: "0.75rem" }}>
      <h2 id="ribbon-heading">{t("person.ribbon")}</h2>
      <div className="ribbon" aria-hidden="true">
        {ribbon.map((part, index) => (
          <span
            key={part.from + part.stage}
            style={{ flexGrow: shares[index]! * 100, background: shade(part.stage) }}
            title={`${name(part.stage)} · ${days(part.days)}`}
          />
        ))}
      </div>
      <ol className="plain ribbon-list">
        {ribbon.map((part) => (
          <li key={part.from + part.stage}>
            <span className="ribbon-key" aria-hidden="true" style={{ background: shade(part.stage) }} />
            <span>
              {name(part.stage)}
              <span className="under quiet small">
                {date(part.from)} – {part.to ? date(part.to) : t("person.nowWord")} · {days(part.days)}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
