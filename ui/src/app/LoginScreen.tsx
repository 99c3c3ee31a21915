import { useEffect } from "react";
import { CopyButton } from "./CopyButton";
import { useWords } from "./words";

/** No session: the address with its one-time token was used already, or never opened. */
export function LoginScreen() {
  const { t } = useWords();
  useEffect(() => {
    document.title = t("app.title", { screen: t("login.title") });
  }, [t]);
  return (
    <main className="entrance">
      <div className="card stack">
        <img src="/icon.svg" width={40} height={40} alt="" />
        <h1>{t("login.title")}</h1>
        <p>{t("login.why")}</p>
        <ol className="stack" style={{ gap: "0.5rem", paddingInlineStart: "1.25rem" }}>
          <li>{t("login.copy")}</li>
          <li>{t("login.run")}</li>
        </ol>
        <div className="row">
          <code className="code">polku login</code>
          <CopyButton text="polku login" />
        </div>
      </div>
    </main>
  );
}
