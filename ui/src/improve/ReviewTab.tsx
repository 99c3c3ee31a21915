import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Answer, Failure } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { beginReview, review, reviews, type ReviewHead } from "../api/improve";
import type { Go } from "./ImproveScreen";
import { ReviewPage } from "./ReviewPage";
import type { ImproveSearch } from "./search";

/** Reviews: begin one, go on with one, read those of before. */
export function ReviewTab({ search, go }: { search: ImproveSearch; go: Go }) {
  return search.open ? <Opened id={Number(search.open)} go={go} /> : <List journey={search.journey} go={go} />;
}

function Opened({ id, go }: { id: number; go: Go }) {
  const { t } = useWords();
  const found = useQuery(review(id));
  return (
    <div className="stack">
      <p className="small no-print">
        <button type="button" className="link" onClick={() => go({ open: undefined })}>
          {t("review.all")}
        </button>
      </p>
      <Answer of={found}>{(page) => <ReviewPage key={`${page.id}-${page.ended}`} page={page} />}</Answer>
    </div>
  );
}

function List({ journey, go }: { journey?: string; go: Go }) {
  const { t } = useWords();
  const found = useQuery(reviews(journey));
  const edits = useEdits();
  const client = useQueryClient();
  const beginning = useMutation({
    mutationFn: beginReview,
    onSuccess: async (made) => {
      client.setQueryData(review(made.id).queryKey, made);
      await client.invalidateQueries({ queryKey: ["reviews"] });
      go({ open: String(made.id) });
    },
  });
  return (
    <Answer of={found}>
      {(rows) => (
        <div className="stack">
          <section className="card stack">
            <h2>{t("review.heading")}</h2>
            <p>{t("review.what")}</p>
            {beginning.error && <Failure error={beginning.error} />}
            {edits && (
              <div>
                <Button loading={beginning.isPending} onClick={() => beginning.mutate()}>
                  {rows.some(({ ended }) => ended === null) ? t("review.goOn") : t("review.begin")}
                </Button>
              </div>
            )}
          </section>
          {rows.length > 0 && (
            <section className="stack" aria-labelledby="reviews-heading">
              <h2 id="reviews-heading">{t("review.earlier")}</h2>
              <ul className="plain stack" style={{ gap: "0.5rem" }}>
                {rows.map((row) => (
                  <Row key={row.id} row={row} journey={journey} />
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
    </Answer>
  );
}

function Row({ row, journey }: { row: ReviewHead; journey?: string }) {
  const { t, dateTime } = useWords();
  return (
    <li className="card decision">
      <Link to="/improve" search={{ journey, tab: "review", open: String(row.id) }}>
        {t("review.of", { at: dateTime(row.started) })}
      </Link>
      <p className="small quiet">{row.ended ? t("review.endedBy", { who: row.who }) : t("review.open")}</p>
    </li>
  );
}
