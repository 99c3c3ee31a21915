import { Link } from "@tanstack/react-router";
import { Screen } from "./Screen";
import { useWords } from "./words";

export function NotFound() {
  const { t } = useWords();
  return (
    <Screen title={t("notFound.title")}>
      <div className="card message">
        <p>{t("notFound.what")}</p>
        <Link to="/">{t("notFound.home")}</Link>
      </div>
    </Screen>
  );
}
