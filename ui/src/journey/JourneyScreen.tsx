import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Answer } from "../app/Answer";
import { Problems } from "../app/Problems";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { journey, live } from "../api/queries";
import type { Live } from "../api/types";
import { Freshness } from "../home/Freshness";
import { channelNames } from "./document";
import { MapGrid } from "./MapGrid";
import { ReturnArcs } from "./ReturnArcs";
import { StageDrawer } from "./StageDrawer";
import { Unmapped } from "./Unmapped";
import "./journey.css";

const route = getRouteApi("/journey");

/** The journey in live mode: the map as a table whose cells hold measured people, shares and days. */
export function JourneyScreen() {
  const { t, text } = useWords();
  const figures = useQuery(live);
  const document = useQuery(journey);
  const { stage } = route.useSearch();
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
      <Answer of={figures}>
        {(data: Live) => (
          <>
            <MapGrid
              data={data}
              channels={channelNames(document.data?.journey)}
              open={(key) => void navigate({ search: { stage: key }, resetScroll: false })}
            />
            <div className="beside">
              <ReturnArcs data={data} />
              <Unmapped data={data} />
            </div>
          </>
        )}
      </Answer>
      {open && (
        <StageDrawer
          stage={open}
          document={document.data?.journey}
          close={() => void navigate({ search: {}, resetScroll: false })}
        />
      )}
    </Screen>
  );
}
