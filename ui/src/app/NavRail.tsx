import { Link, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { MoreIcon } from "./icons";
import { SCREENS } from "./screens";
import { useWords } from "./words";

/** The menu; a phone has room for five, so the rest opens from the last. */
export function NavRail() {
  const { t } = useWords();
  const more = useRef<HTMLDetailsElement>(null);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => more.current?.removeAttribute("open"), [path]);
  const link = ({ path: to, name, Icon }: (typeof SCREENS)[number]) => (
    <Link to={to} activeOptions={{ exact: to === "/", includeSearch: false }}>
      <Icon />
      <span>{t(name)}</span>
    </Link>
  );
  const hidden = SCREENS.filter((screen) => screen.more);
  return (
    <nav className="rail" aria-label={t("nav.label")}>
      <ul className="plain">
        {SCREENS.map((screen) => (
          <li key={screen.path} className={screen.more ? "rail-wide" : undefined}>
            {link(screen)}
          </li>
        ))}
        <li className="rail-narrow">
          <details ref={more} onKeyDown={(event) => event.key === "Escape" && more.current?.removeAttribute("open")}>
            <summary data-on={hidden.some((screen) => path.startsWith(screen.path))}>
              <MoreIcon />
              <span>{t("nav.more")}</span>
            </summary>
            <ul className="plain rail-more">
              {hidden.map((screen) => (
                <li key={screen.path}>{link(screen)}</li>
              ))}
            </ul>
          </details>
        </li>
      </ul>
    </nav>
  );
}
