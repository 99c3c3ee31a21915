import { useQuery } from "@tanstack/react-query";
import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { ApiProblem } from "../api/client";
import { session } from "../api/queries";
import type { Session } from "../api/types";
import { keepFor } from "../draft/localCopy";
import { remembered, setLanguage } from "../locales/i18n";
import { Announcer } from "./announce";
import { Failure } from "./Answer";
import { Keys } from "./Keys";
import { NavRail } from "./NavRail";
import { useRailOn } from "./preferences";
import { Problems } from "./Problems";
import { OfflineBanner } from "./OfflineBanner";
import { Toast } from "./Toast";
import { TopBar } from "./TopBar";
import { Timezone, useWords } from "./words";
import "./shell.css";

const ExpiredLogin = lazy(() => import("./ExpiredLogin").then((module) => ({ default: module.ExpiredLogin })));
const LoginScreen = lazy(() => import("./LoginScreen").then((module) => ({ default: module.LoginScreen })));
const JoinScreen = lazy(() => import("./JoinScreen").then((module) => ({ default: module.JoinScreen })));

/** The frame of every screen. Without a session it shows the way in instead; when one ends, over what the reader was at. */
export function Shell() {
  const joining = useRouterState({ select: ({ location }) => location.pathname === "/join" });
  return joining ? (
    <Suspense fallback={<main aria-busy="true" />}>
      <JoinScreen />
    </Suspense>
  ) : (
    <WithSession />
  );
}

function WithSession() {
  const { data, error, refetch } = useQuery({ ...session, refetchInterval: 60_000 });
  useEffect(() => {
    if (data && !remembered()) void setLanguage(data.speaks ?? data.language, false);
  }, [data]);
  const nobody = error instanceof ApiProblem && error.status === 401;
  if (data) {
    return (
      <>
        <Frame session={data} />
        {nobody && (
          <Suspense fallback={null}>
            <ExpiredLogin before={data} />
          </Suspense>
        )}
      </>
    );
  }
  if (nobody) {
    return (
      <Suspense fallback={<main aria-busy="true" />}>
        <LoginScreen />
      </Suspense>
    );
  }
  if (!error) return <main aria-busy="true" />;
  return (
    <main className="screen">
      <Failure error={error} again={() => void refetch()} />
    </main>
  );
}

function Frame({ session: { timezone, workspace, problems, name, user } }: { session: Session }) {
  keepFor(user);
  const { t } = useWords();
  const rail = useRailOn();
  return (
    <Timezone value={timezone}>
      <a className="skip" href="#main">
        {t("app.skip")}
      </a>
      <TopBar workspace={workspace} name={name} />
      <div className="frame" data-rail={rail ? "on" : "off"}>
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
