import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";
import type { Decisions } from "../api/types";
import { priceVerdict } from "./priceVerdict";

const TILES = [
  { key: "cpa", report: "costs", more: false },
  { key: "cac", report: "costs", more: false },
  { key: "ltv", report: "ltv", more: true },
] as const;

/** What a lead and a customer cost and what a customer brings, against what the team said it wants. */
export function MoneyStrip({ money: strip }: { money: Decisions["money"] }) {
  const { t, money, number } = useWords();
  const sum = (minor: number | null) => money(minor === null ? null : { minor: Math.round(minor), currency: strip.currency });
  return (
    <section className="card stack" aria-labelledby="money-heading">
      <h2 id="money-heading">{t("moneyStrip.heading")}</h2>
      <ul className="plain money-strip">
        {TILES.map(({ key, report, more }) => {
          const price = strip[key];
          const verdict = priceVerdict(price, more);
          return (
            <li key={key}>
              <p className="small quiet">
                {t(`moneyStrip.${key}`)}
                {price.of_paid && `, ${t("moneyStrip.paid")}`}
              </p>
              <p className="money-value number">
                <Link to="/metrics/$report" params={{ report }} search={{}} aria-label={`${t(`moneyStrip.${key}`)}: ${sum(price.value)}`}>
                  {sum(price.value)}
                </Link>
              </p>
              {price.low !== null && price.high !== null && (
                <p className="small quiet number">
                  {sum(price.low)} – {sum(price.high)}
                  {price.n !== null && ` · ${t("figure.n", { n: number(price.n) })}`}
                </p>
              )}
              <p className="small money-verdict" data-verdict={verdict}>
                {t(`moneyVerdict.${more && verdict !== "unknown" ? "value_" : ""}${verdict}`, { target: sum(price.target) })}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
