import { useWords } from "../app/words";

/** The form of an answer that is being counted, so that the page does not jump when it comes. */
export function Waiting() {
  const { t } = useWords();
  return (
    <div className="waiting skeleton" role="status">
      <span className="unseen">{t("metrics.counting")}</span>
      <div className="skeleton-tiles" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      <div className="skeleton-sheet" aria-hidden="true" />
    </div>
  );
}
