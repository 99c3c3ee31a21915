import { Button, Textarea, TextInput } from "@mantine/core";
import { useWords } from "../app/words";
import type { Minutes, Review } from "../api/improve";

const MOST = 10;

/** Three decisions to write, more when there is need; those that were made, when the review has ended. */
export function DecisionsPart({
  page,
  minutes,
  edits,
  change,
}: {
  page: Review;
  minutes: Minutes;
  edits: boolean;
  change: (decisions: Minutes["decisions"]) => void;
}) {
  const { t } = useWords();
  const set = (place: number, part: Partial<Minutes["decisions"][number]>) =>
    change(minutes.decisions.map((each, index) => (index === place ? { ...each, ...part } : each)));
  const made = page.ended ? page.decisions : minutes.decisions.filter(({ text }) => text);
  return (
    <section className="card stack">
      <h3>{t("review.decisions")}</h3>
      {!edits && made.length === 0 && <p className="quiet">{t("review.noDecisions")}</p>}
      {edits ? (
        <ol className="plain stack">
          {minutes.decisions.map((each, place) => (
            <li key={place} className="stack" style={{ gap: "0.4rem" }}>
              <TextInput
                label={t("review.decision", { n: place + 1 })}
                value={each.text}
                maxLength={2_000}
                onChange={(event) => set(place, { text: event.currentTarget.value })}
              />
              <Textarea label={t("decisions.why")} value={each.why} maxLength={4_000} rows={2} onChange={(event) => set(place, { why: event.currentTarget.value })} />
            </li>
          ))}
        </ol>
      ) : (
        <ol>
          {made.map((each, place) => (
            <li key={place} dir="auto">
              <strong>{each.text}</strong>
              {each.why && <span className="under">{each.why}</span>}
            </li>
          ))}
        </ol>
      )}
      {edits && minutes.decisions.length < MOST && (
        <div className="no-print">
          <Button variant="default" size="compact-sm" onClick={() => change([...minutes.decisions, { text: "", why: "" }])}>
            {t("review.addDecision")}
          </Button>
        </div>
      )}
    </section>
  );
}
