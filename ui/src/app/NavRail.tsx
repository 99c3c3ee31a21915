import { Link } from "@tanstack/react-router";
import { SCREENS } from "./screens";
import { useWords } from "./words";

export function NavRail() {
  const { t } = useWords();
  return (
    <nav className="rail" aria-label={t("nav.label")}>
      <ul className="plain">
        {SCREENS.map(({ path, name, Icon }) => (
          <li key={path}>
            <Link to={path} activeOptions={{ exact: path === "/", includeSearch: false }}>
              <Icon />
              <span>{t(name)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
