import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { Answer } from "../app/Answer";
import { Problems } from "../app/Problems";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { journey, live } from "../api/queries";
import type { Live } from "../api/types";
import { learn } from "../locales/i18n";
import { Freshness } from "../home/Freshness";
import { channelNames } from "./document";
import { MapGrid } from "./MapGrid";
import { ReturnArcs } from "./ReturnArcs";
import { StageDrawer } from "./StageDrawer";
import { Unmapped } from "./Unmapped";
import type { Mode } from "./search";
import "./journey.css";

const route = getRouteApi("/journey");

const OptimiseView = lazy(() => Promise.all([import("./OptimiseView"), learn("metrics")]).then(([m]) => ({ default: m.OptimiseView })));

/** The journey: live, the map as a table whose cells hold measured people, shares and days; or where to mend it. */
export function JourneyScreen() {
  const { t, text } = useWords();
  const figures = useQuery(live);
  const document = useQuery(journey);
  const { stage, mode } = route.useSearch();
  const navigate = route.useNavigate();
  const name = document.data?.journey.name;
  const open = figures.data?.stages.find(({ key }) => key === stage);
  return (
    <Screen
      title={name ? text(name) : t("nav.journey")}
      aside={figures.data && <Freshness asOf={figures.data.as_of} />}
    >
      {document.data && document.data.problems.length > 0 && (
        <details className="small">
          <summary>{t("journey.problems", { count: document.data.problems.length })}</summary>
          <Problems of={document.data.problems} />
        </details>
      )}
      <Modes mode={mode} />
      {mode === "optimise" ? (
        <Suspense fallback={<div className="waiting" />}>
          <OptimiseView />
        </Suspense>
      ) : (
        <Answer of={figures}>
          {(data: Live) => (
            <>
              <MapGrid
                data={data}
                channels={channelNames(document.data?.journey)}
                open={(key) => void navigate({ search: (old) => ({ ...old, stage: key }), resetScroll: false })}
              />
              <div className="beside">
                <ReturnArcs data={data} />
                <Unmapped data={data} />
              </div>
            </>
          )}
        </Answer>
      )}
      {open && (
        <StageDrawer
          stage={open}
          document={document.data?.journey}
          close={() => void navigate({ search: (old) => ({ ...old, stage: undefined }), resetScroll: false })}
        />
      )}
    </Screen>
  );
}

function Modes({ mode }: { mode?: Mode }) {
  const { t } = useWords();
  return (
    <nav className="views" aria-label={t("journeyMode.label")}>
      {([undefined, "optimise"] as const).map((each) => (
        <Link
          key={each ?? "live"}
          to="/journey"
          search={(old) => ({ ...old, mode: each })}
          resetScroll={false}
          activeOptions={{ includeSearch: false }}
          data-on={mode === each}
          aria-current={mode === each ? "page" : "false"}
        >
          {t(each ? "journeyMode.optimise" : "journeyMode.live")}
        </Link>
      ))}
    </nav>
  );
}
