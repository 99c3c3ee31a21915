import { useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { ApiProblem } from "../api/client";
import { session } from "../api/queries";
import type { Session } from "../api/types";
import { remembered, setLanguage } from "../locales/i18n";
import { Announcer } from "./announce";
import { Failure } from "./Answer";
import { Keys } from "./Keys";
import { LoginScreen } from "./LoginScreen";
import { NavRail } from "./NavRail";
import { Problems } from "./Problems";
import { OfflineBanner } from "./OfflineBanner";
import { Toast } from "./Toast";
import { TopBar } from "./TopBar";
import { Timezone, useWords } from "./words";
import "./shell.css";

/** The frame of every screen. Without a session it shows the way in instead. */
export function Shell() {
  const { data, error, refetch } = useQuery({ ...session, refetchInterval: 60_000 });
  useEffect(() => {
    if (data && !remembered()) void setLanguage(data.language, false);
  }, [data]);

  if (error instanceof ApiProblem && error.status === 401) return <LoginScreen />;
  if (data) return <Frame session={data} />;
  if (!error) return <main aria-busy="true" />;
  return (
    <main className="screen">
      <Failure error={error} again={() => void refetch()} />
    </main>
  );
}

function Frame({ session: { timezone, workspace, problems } }: { session: Session }) {
  const { t } = useWords();
  return (
    <Timezone value={timezone}>
      <a className="skip" href="#main">
        {t("app.skip")}
      </a>
      <TopBar workspace={workspace} />
      <div className="frame">
        <NavRail />
        <main id="main" tabIndex={-1}>
          <OfflineBanner />
          {problems.length > 0 && (
            <section className="card stack stands-still" aria-label={t("app.standsStill")}>
              <strong>{t("app.standsStill")}</strong>
              <Problems of={problems} />
            </section>
          )}
          <Outlet />
        </main>
      </div>
      <Keys />
      <Announcer />
      <Toast />
    </Timezone>
  );
}
