import { Link, useRouterState } from "@tanstack/react-router";
import { useWords } from "../app/words";

/** Everybody, the lost, and saved conditions. */
export function PeopleViews() {
  const { t } = useWords();
  const onList = useRouterState({ select: ({ location }) => location.pathname === "/people" });
  const lost = useRouterState({ select: ({ location }) => (location.search as { list?: string }).list === "lost" });
  const kept = (old: { stage?: string; q?: string }) => (onList ? { stage: old.stage, q: old.q } : {});
  return (
    <nav aria-label={t("people.views")} className="views">
      <Link to="/people" search={kept} activeOptions={{ includeSearch: false, exact: true }} data-on={onList && !lost}>
        {t("people.all")}
      </Link>
      <Link to="/people" search={(old) => ({ ...kept(old), list: "lost" as const })} data-on={onList && lost}>
        {t("people.lost")}
      </Link>
      <Link to="/people/segments" activeOptions={{ includeSearch: false }} data-on={!onList}>
        {t("segments.title")}
      </Link>
    </nav>
  );
}
