import { useQuery } from "@tanstack/react-query";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { market as marketOf } from "../api/content";
import { BuyNow } from "./BuyNow";
import { Calculator } from "./Calculator";
import { Pyramid } from "./Pyramid";
import { usePlan } from "./usePlan";

/** The market formula: how many there are on each level, and what is known, made and spent there. */
export function MarketTab() {
  const { t } = useWords();
  const { draft } = usePlan();
  const answer = useQuery(marketOf(draft.page.key, draft.page.edition));
  return (
    <div className="stack">
      <section className="card stack" aria-labelledby="market-heading">
        <h2 id="market-heading">{t("marketFormula.heading")}</h2>
        <p>{t("marketFormula.what")}</p>
        <p className="small quiet">{t("marketFormula.thumb")}</p>
        <Answer of={answer}>{(found) => <Calculator ofStages={found.of_stages} levels={found.levels} />}</Answer>
      </section>
      <Answer of={answer}>
        {(found) => (
          <>
            <Pyramid found={found} />
            <BuyNow found={found} />
          </>
        )}
      </Answer>
    </div>
  );
}
