import { getRouteApi, Link } from "@tanstack/react-router";
import { Screen } from "../app/Screen";
import { useComments, useEdits, useOwns } from "../app/role";
import { useWords } from "../app/words";
import { AuditLog } from "./AuditLog";
import { MeTab } from "./MeTab";
import { Readiness } from "./Readiness";
import { SenderTab } from "./SenderTab";
import { TeamTab } from "./TeamTab";
import { WorkspaceTab } from "./WorkspaceTab";
import { TABS, type Tab } from "./search";
import "../people/people.css";
import "./settings.css";

const route = getRouteApi("/settings");
const PARTS: Record<Tab, () => React.ReactNode> = { ready: Readiness, sender: SenderTab, team: TeamTab, me: MeTab, workspace: WorkspaceTab, audit: AuditLog };

/** Asetukset: what each role may see of it. Sellers have only themselves here. */
export function SettingsScreen() {
  const { t } = useWords();
  const edits = useEdits();
  const owns = useOwns();
  const sells = useComments() && !edits;
  const seen: Record<Tab, boolean> = { ready: !sells, sender: owns, team: !sells, me: true, workspace: edits, audit: owns };
  const tabs = TABS.filter((tab) => seen[tab]);
  const asked = route.useSearch().tab;
  const tab = tabs.find((each) => each === asked) ?? tabs[0] ?? "me";
  const Part = PARTS[tab];
  return (
    <Screen title={t("nav.settings")}>
      <nav className="views" aria-label={t("settingsTabs.label")}>
        {tabs.map((each) => (
          <Link key={each} to="/settings" search={{ tab: each }} activeOptions={{ includeSearch: false }} data-on={tab === each} aria-current={tab === each ? "page" : "false"}>
            {t(`settingsTab.${each}`)}
          </Link>
        ))}
      </nav>
      <Part />
    </Screen>
  );
}
