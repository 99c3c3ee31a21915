import { Button } from "@mantine/core";
import { lazy, Suspense } from "react";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import type { Lane, Live } from "../api/types";
import type { Mapping } from "../draft/json";
import type { LocalText } from "../format/text";
import { stagesOf } from "./design/cells";
import type { Gap } from "./design/gaps";
import { brief } from "./design/lines";
import { useMap } from "./design/MapContext";
import type { Row } from "./design/rows";
import type { JourneySearch } from "./search";

const StageFields = lazy(() => import("./stage/StageFields").then((m) => ({ default: m.StageFields })));
const CellPanel = lazy(() => import("./design/CellPanel").then((m) => ({ default: m.CellPanel })));
const LanesPanel = lazy(() => import("./design/LanesPanel").then((m) => ({ default: m.LanesPanel })));
const GapsPanel = lazy(() => import("./design/GapsPanel").then((m) => ({ default: m.GapsPanel })));
const TouchpointsPanel = lazy(() => import("./touchpoints/TouchpointsPanel").then((m) => ({ default: m.TouchpointsPanel })));
const PersonasPanel = lazy(() => import("./personas/PersonasPanel").then((m) => ({ default: m.PersonasPanel })));

interface Props {
  document: Mapping;
  catalogue: readonly Lane[];
  rows: readonly Row[];
  gaps: readonly Gap[];
  channels: Map<string, LocalText>;
  data: Live | undefined;
  search: JourneySearch;
  close: () => void;
}

/** What is open beside the map. */
export function MapPanels({ document, catalogue, rows, gaps, channels, data, search, close }: Props) {
  const { t, text } = useWords();
  const { actions } = useMap();
  const { panel, stage, lane, open } = search;
  const row = rows.find(({ key }) => key === lane);
  const shown = () => {
    switch (panel) {
      case "stage": {
        const found = stagesOf(document).find(({ key }) => key === stage);
        if (!stage || search.zoom === "stage") return null;
        return {
          title: brief(text((found?.name ?? stage) as LocalText)),
          body: (
            <div className="stack">
              <div>
                <Button size="compact-sm" variant="default" onClick={() => actions.show(undefined, { stage, zoom: "stage" })}>
                  {t("map.fullPage")}
                </Button>
              </div>
              <StageFields key={stage} document={document} stage={stage} found={data?.stages.find(({ key }) => key === stage)} />
            </div>
          ),
        };
      }
      case "cell":
        return stage && row ? { title: brief(text(row.name)), body: <CellPanel key={`${stage} ${row.key}`} document={document} stage={stage} row={row} /> } : null;
      case "lanes":
        return { title: t("map.lanes"), body: <LanesPanel document={document} catalogue={catalogue} /> };
      case "gaps":
        return { title: t("map.gapsTitle"), body: <GapsPanel document={document} gaps={gaps} rows={rows} catalogue={catalogue} /> };
      case "touchpoints":
        return { title: t("map.touchpoints"), body: <TouchpointsPanel document={document} channels={channels} data={data} open={open} stage={stage} /> };
      case "personas":
        return { title: t("map.personas"), body: <PersonasPanel document={document} channels={channels} open={open} /> };
      default:
        return null;
    }
  };
  const found = shown();
  return (
    found && (
      <SidePanel title={found.title} close={close}>
        <Suspense fallback={<div className="waiting" />}>{found.body}</Suspense>
      </SidePanel>
    )
  );
}
