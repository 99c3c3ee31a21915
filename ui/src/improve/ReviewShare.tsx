import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Failure } from "../app/Answer";
import { CopyButton } from "../app/CopyButton";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { shareReview, type Review } from "../api/improve";

/** A link by which anybody reads the review, without anything that tells who the people are. */
export function ReviewShare({ page, kept }: { page: Review; kept: (answer: Review) => void }) {
  const { t } = useWords();
  const edits = useEdits();
  const sharing = useMutation({ mutationFn: (on: boolean) => shareReview(page.id, on), onSuccess: kept });
  const url = page.share ? `${location.origin}/p/review/${page.share}` : null;
  return (
    <section className="card stack no-print">
      <h3>{t("review.share")}</h3>
      <p className="small quiet">{t("review.shareWhat")}</p>
      {url && (
        <p className="idea-url">
          <a href={url} target="_blank" rel="noreferrer">
            {url}
          </a>
        </p>
      )}
      {sharing.error && <Failure error={sharing.error} />}
      <div className="row">
        {url && <CopyButton text={url} label={t("ideaBox.copy")} />}
        {edits && (
          <Button variant="default" size="sm" loading={sharing.isPending} onClick={() => sharing.mutate(url === null)}>
            {url ? t("review.unshare") : t("review.makeLink")}
          </Button>
        )}
      </div>
    </section>
  );
}
