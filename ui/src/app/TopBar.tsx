import { useMantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { setLanguage } from "../locales/i18n";
import { MentionBell } from "../comments/MentionBell";
import { WorkspaceSwitch } from "../team/WorkspaceSwitch";
import { AutoIcon, HelpIcon, MoonIcon, PeopleIcon, SearchIcon, SunIcon } from "./icons";
import { openDialog } from "./Keys";
import { useWords } from "./words";

const SCHEMES = { auto: AutoIcon, light: SunIcon, dark: MoonIcon } as const;
const AFTER = { auto: "light", light: "dark", dark: "auto" } as const;

export function TopBar({ workspace, name }: { workspace: string; name: string }) {
  const { t } = useWords();
  return (
    <header className="topbar">
      <div className="brand">
        <Link to="/">
          <img src="/icon.svg" width={26} height={26} alt="" />
          Polku
        </Link>
        <WorkspaceSwitch workspace={workspace} />
      </div>
      <div className="tools">
        <button type="button" className="tool boxed" onClick={() => openDialog("palette")}>
          <SearchIcon size={18} />
          <span className="wide">{t("palette.short")}</span>
          <kbd aria-hidden="true">Ctrl K</kbd>
        </button>
        <MentionBell />
        <LanguageSwitch />
        <SchemeSwitch />
        <Link to="/settings" search={{ tab: "me" }} className="tool boxed me-link" aria-label={t("app.me", { name })} title={name}>
          <PeopleIcon size={18} />
        </Link>
        <button type="button" className="tool help-tool" onClick={() => openDialog("shortcuts")} aria-label={t("shortcuts.title")}>
          <HelpIcon />
        </button>
      </div>
    </header>
  );
}

function LanguageSwitch() {
  const { t, language } = useWords();
  const client = useQueryClient();
  // Problems and reasons come from the server in words: they are asked for anew.
  const speak = (code: "fi" | "en") => void setLanguage(code, true).then(() => client.invalidateQueries());
  return (
    <div className="languages" role="group" aria-label={t("app.language")}>
      {(["fi", "en"] as const).map((code) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-pressed={language === code}
          aria-label={code === "fi" ? "FI, suomeksi" : "EN, in English"}
          onClick={() => speak(code)}
        >
          {code.toUpperCase()}
        </button>
      ))}
    </div>
  );
}

function SchemeSwitch() {
  const { t } = useWords();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = SCHEMES[colorScheme];
  return (
    <button
      type="button"
      className="tool"
      onClick={() => setColorScheme(AFTER[colorScheme])}
      aria-label={t("app.scheme", { now: t(`scheme.${colorScheme}`), next: t(`scheme.${AFTER[colorScheme]}`) })}
    >
      <Icon />
    </button>
  );
}
