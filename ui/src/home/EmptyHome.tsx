import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useWords } from "../app/words";

/** No data yet: what must arrive, and the two ways to bring it. */
export function EmptyHome() {
  const { t } = useWords();
  return (
    <section className="card message">
      <h2>{t("empty.heading")}</h2>
      <p>{t("empty.what")}</p>
      <div className="row">
        <Button renderRoot={(props) => <Link to="/sources" {...props} />}>{t("empty.import")}</Button>
        <Button variant="default" renderRoot={(props) => <Link to="/sources" hash="snippet" {...props} />}>
          {t("empty.send")}
        </Button>
      </div>
      <p className="quiet small">{t("empty.journey")}</p>
      <Link to="/journey">{t("empty.openJourney")}</Link>
    </section>
  );
}
