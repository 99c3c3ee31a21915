import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { Decisions, NextStep } from "../api/types";

/** "Tee seuraavaksi": at most three places of the path, the surest first (the first is where the path breaks), each with its button. */
export function NextSteps({ decisions }: { decisions: Decisions }) {
  const { t, text } = useWords();
  const steps = decisions.next.slice(0, 3);
  if (steps.length === 0) return null;
  return (
    <section className="card stack" aria-labelledby="next-heading">
      <h2 id="next-heading">{t("next.heading")}</h2>
      <ol className="plain next-list">
        {steps.map((step, index) => (
          <li key={step.stage}>
            <span className="next-place number" aria-hidden="true">
              {index + 1}
            </span>
            <Step step={step} currency={decisions.money.currency} />
            <Link to="/journey" search={{ mode: "optimise" }} className="next-button" aria-label={t("next.openOne", names(step, text))}>
              {t("next.open")}
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}

const names = ({ from, to }: NextStep, text: ReturnType<typeof useWords>["text"]) => ({ from: text(from), to: text(to) });

function Step({ step, currency }: { step: NextStep; currency: string }) {
  const { t, text, money } = useWords();
  const sum = (minor: number | null) => money(minor === null ? null : { minor: Math.round(minor / 100) * 100, currency });
  const span = (low: number | null, high: number | null) => (low === null || high === null ? null : t("figure.interval", { low: sum(low), high: sum(high) }));
  const gained = step.why === "surest";
  return (
    <div className="next-what">
      <p>
        <strong>{t("next.mend", names(step, text))}</strong>
      </p>
      <p className="small">
        {gained
          ? t("next.gain", { value: sum(step.gain), group: text(step.group) })
          : t("next.point", { value: sum(step.point) })}{" "}
        <span className="quiet">{gained ? span(step.gain_low, step.gain_high) : span(step.point_low, step.point_high)}</span>
      </p>
      <p className="small">
        <Link to="/people" search={{ arrow: step.stage, outcome: "lost" }}>
          {t("next.lost")}
        </Link>
      </p>
    </div>
  );
}
