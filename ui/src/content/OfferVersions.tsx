import { Button } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../app/words";
import type { OfferRow } from "../api/types";
import { WhoSaw } from "./WhoSaw";

/** Published versions with what changed in words, and who was shown which. */
export function OfferVersions({ page }: { page: OfferRow }) {
  const { t, text, money, dateTime, date, counted } = useWords();
  const [opened, open] = useState<number>();
  if (page.versions.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="offer-versions">
      <h2 id="offer-versions">{t("offers.versions")}</h2>
      <ol className="plain stack">
        {page.versions.map((each) => (
          <li key={each.version} className="card stack" style={{ gap: "0.5rem" }}>
            <div className="row spread">
              <h3>
                {t("outreach.version", { n: each.version })} · <span className="number">{money(each.price)}</span>
              </h3>
              <span className="quiet small">
                {dateTime(each.published)} · {each.who}
              </span>
            </div>
            {each.note && <p dir="auto">{each.note}</p>}
            {each.changes.length > 0 && (
              <ul className="small">
                {each.changes.map((change, index) => (
                  <li key={index} dir="auto">{text(change)}</li>
                ))}
              </ul>
            )}
            <p>
              {counted("offers.shownTo", each.people)}{" "}
              {each.held > 0 && each.until && counted("offers.heldUntil", each.held, { date: date(each.until) })}{" "}
              {counted("offers.acceptedBy", each.accepted)} {counted("offers.declinedBy", each.declined)}
            </p>
            {each.people > 0 && (
              <div>
                <Button size="sm" variant="default" onClick={() => open(each.version)}>
                  {t("offers.whoSawVersion", { n: each.version })}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ol>
      {opened !== undefined && <WhoSaw of={page.key} version={opened} close={() => open(undefined)} />}
    </section>
  );
}
