import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWords } from "../app/words";
import { shownTo } from "../api/outreach";
import type { OfferRow } from "../api/types";
import type { Tongue } from "../draft/localText";
import { PageFrame } from "./PageFrame";

const SUGGESTED = 5;

/** The page as one of those who were shown the offer sees it now, or as a new reader will. */
export function OfferPreview({ page, tongue }: { page: OfferRow; tongue: Tongue }) {
  const { t, date } = useWords();
  const [person, setPerson] = useState<string>();
  const oldest = page.versions.filter(({ held }) => held > 0).at(-1)?.version;
  // Those who still hold the oldest version show best what freezing means.
  const suggested = useQuery({
    queryKey: ["outreach", "offer", page.key, "suggested", oldest],
    queryFn: ({ signal }) => shownTo(page.key, oldest, null, signal),
    enabled: oldest !== undefined,
    staleTime: 60_000,
  });
  const people = (suggested.data?.rows ?? []).filter(({ valid }) => valid).slice(0, SUGGESTED);
  return (
    <section className="card stack" aria-labelledby="offer-preview" style={{ gap: "0.75rem" }}>
      <h2 id="offer-preview">{t("offers.preview")}</h2>
      {people.length > 0 && (
        <div className="chips" role="group" aria-label={t("offers.asWho")}>
          <button type="button" className="chip" data-on={!person} aria-pressed={!person} onClick={() => setPerson(undefined)}>
            {t("offers.newReader")}
          </button>
          {people.map((each) => (
            <button
              key={each.person}
              type="button"
              className="chip"
              data-on={person === each.person}
              aria-pressed={person === each.person}
              onClick={() => setPerson(each.person)}
              dir="auto"
            >
              {each.name ?? each.id}
            </button>
          ))}
        </div>
      )}
      <PageFrame
        kind="offer"
        of={page.key}
        edition={page.edition}
        tongue={tongue}
        person={person}
        above={(drawn) =>
          drawn.version !== null && drawn.version !== undefined ? (
            <p className="small">{t("offers.keeps", { version: drawn.version, date: date(drawn.until) })}</p>
          ) : (
            <p className="small quiet">{t("offers.asNew")}</p>
          )
        }
      />
    </section>
  );
}
