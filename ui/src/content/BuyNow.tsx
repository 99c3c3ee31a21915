import { useWords } from "../app/words";
import type { BuyNow as Ratio, Market } from "../api/types";

const OF = ["content", "actions", "spend"] as const;

/** Osta nyt -suhde: how much of what is done is aimed at the few who are ready to buy. */
export function BuyNow({ found }: { found: Market }) {
  const { t } = useWords();
  return (
    <section className="card stack" aria-labelledby="buy-now-heading">
      <h2 id="buy-now-heading">{t("buyNow.heading")}</h2>
      <p className="quiet">{t("buyNow.what")}</p>
      <ul className="stack buy-now">
        {OF.map((each) => (
          <Sentence key={each} of={each} ratio={found.buy_now[each]} />
        ))}
      </ul>
    </section>
  );
}

function Sentence({ of, ratio }: { of: (typeof OF)[number]; ratio: Ratio | null }) {
  const { t, percent, number } = useWords();
  if (ratio === null) return <li>{t(`buyNowNone.${of}`)}</li>;
  const said = t(`buyNowShare.${of}`, { share: percent(ratio.share) });
  const market = t("buyNow.market", { market: percent(ratio.market) });
  return (
    <li>
      {said} {market}
      {ratio.times !== null && ratio.times > 0 && <strong> {t("buyNow.times", { times: number(ratio.times, 1) })}</strong>}
    </li>
  );
}
