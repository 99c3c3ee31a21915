import { useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { CopyButton } from "./CopyButton";
import { LoginForm } from "./LoginForm";
import { useWords } from "./words";

/** No session: sign in with a password, or by the one-time address of this machine. */
export function LoginScreen() {
  const { t } = useWords();
  const client = useQueryClient();
  useEffect(() => {
    document.title = t("app.title", { screen: t("login.title") });
  }, [t]);
  return (
    <Entrance title={t("login.title")}>
      <p>{t("login.why")}</p>
      <LoginForm done={() => void client.resetQueries()} />
      <ByMachine />
    </Entrance>
  );
}

/** The frame of what is shown without a session. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="entrance">
      <div className="card stack">
        <img src="/icon.svg" width={40} height={40} alt="" />
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}

/** How the owner of the machine comes in without a password. */
function ByMachine() {
  const { t } = useWords();
  return (
    <details className="stack">
      <summary>{t("login.machine")}</summary>
      <ol className="stack" style={{ gap: "0.5rem", paddingInlineStart: "1.25rem" }}>
        <li>{t("login.copy")}</li>
        <li>{t("login.run")}</li>
      </ol>
      <div className="row">
        <code className="code">polku login</code>
        <CopyButton text="polku login" />
      </div>
    </details>
  );
}
