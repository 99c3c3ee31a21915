import { useId } from "react";
import { useWords } from "../app/words";
import type { OfferRow } from "../api/types";

/** The versions on other terms that still hold for somebody. */
export function heldBack(page: OfferRow) {
  return page.versions.filter(({ version }) => page.frozen.includes(version));
}

/** Why a price that was shown does not change: who keeps which, and until when. */
export function Frozen({ page }: { page: OfferRow }) {
  const { t, counted, money, date } = useWords();
  const id = useId();
  const held = heldBack(page);
  if (held.length === 0) return null;
  return (
    <section className="frozen" role="status" aria-labelledby={id}>
      <h3 id={id}>{t("frozen.heading")}</h3>
      {held.map((each) => (
        <p key={each.version}>
          {counted("frozen.people", each.held, { version: each.version, price: money(each.price) })}{" "}
          {each.until && t("frozen.until", { date: date(each.until) })}
        </p>
      ))}
      {page.draft_differs && <p>{t("frozen.then")}</p>}
    </section>
  );
}
