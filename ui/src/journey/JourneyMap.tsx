import { replaceEqualDeep, useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from "react";
import { useWords } from "../app/words";
import { lanes, live as liveQuery } from "../api/queries";
import type { Lane } from "../api/types";
import { useEdits } from "../app/role";
import { useShortcutsOn } from "../app/preferences";
import { isMapping, type Mapping } from "../draft/json";
import type { LocalText } from "../format/text";
import { stagesOf } from "./design/cells";
import { gapsOf } from "./design/gaps";
import { MapContext, type MapActions, type MapPlace } from "./design/MapContext";
import { rowsOf } from "./design/rows";
import { added } from "./design/stages";
import type { At } from "./design/useMapKeys";
import { EmotionTable } from "./EmotionTable";
import { MapGrid } from "./MapGrid";
import { MapTools } from "./MapTools";
import { ReturnArcs } from "./ReturnArcs";
import type { JourneySearch } from "./search";
import { Unmapped } from "./Unmapped";
import { useFeelings, useSatisfaction } from "./useFeelings";
import type { JourneyDraft } from "./useJourneyDraft";
import { useMapZoom } from "./useMapZoom";

const MapPanels = lazy(() => import("./MapPanels").then((m) => ({ default: m.MapPanels })));
const StagePage = lazy(() => import("./stage/StagePage").then((m) => ({ default: m.StagePage })));

interface Props {
  draft: JourneyDraft;
  document: Mapping;
  search: JourneySearch;
  go: (search: Partial<JourneySearch>, replace?: boolean) => void;
}

const CHOSEN_MS = 300;
const NOBODY: readonly Lane[] = [];

/** The map in its two modes, one stage of it, and the panels beside it. */
export function JourneyMap({ draft, document: written, search, go }: Props) {
  const { t, language } = useWords();
  const edits = useEdits();
  const designing = search.mode === "design";
  const catalogue = useQuery(lanes).data ?? NOBODY;
  const data = useQuery(liveQuery).data;
  const zoom = useMapZoom(search.scale, (scale) => go({ scale }, true));
  const lettersOn = useShortcutsOn();
  const [fresh, setFresh] = useState<string | null>(null);

  // Parts that say the same stay the same, so that only what changed is drawn again.
  const kept = useRef<Mapping>(written);
  kept.current = replaceEqualDeep(kept.current, written);
  const document = kept.current;
  const home = document.language === "en" ? "en" : "fi";

  const latest = useRef({ draft, document, go });
  latest.current = { draft, document, go };
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  const actions = useMemo<MapActions>(
    () => ({
      now: () => latest.current.document,
      edit: (how, gesture) => latest.current.draft.edit((now) => how(now) as typeof now, gesture),
      show: (panel, chosen = {}) => {
        clearTimeout(waiting.current);
        latest.current.go({ panel, ...chosen });
      },
    }),
    [],
  );
  const place = useMemo<MapPlace>(
    () => ({ actions, edits, tongue: language, home, journey: draft.page.key, about: `journey:${draft.page.key}` }),
    [actions, edits, language, home, draft.page.key],
  );
  const router = useRouter();
  const choose = useMemo(
    () =>
      ({ stage, lane }: At) => {
        clearTimeout(waiting.current);
        waiting.current = setTimeout(() => {
          // Who has pressed a link in the cell is already on the way elsewhere.
          if (router.latestLocation.pathname === "/journey") latest.current.go({ stage: stage || undefined, lane: lane || undefined }, true);
        }, CHOSEN_MS);
      },
    [router],
  );

  const rows = useMemo(() => rowsOf(document, catalogue, !designing), [document.lanes, catalogue, designing]);
  const gaps = useMemo(() => (designing ? gapsOf(document, rows) : []), [document, rows, designing]);
  const channels = useMemo(
    () => new Map((Array.isArray(document.channels) ? document.channels.filter(isMapping) : []).map((each) => [String(each.key), (each.name ?? each.key) as LocalText])),
    [document.channels],
  );
  const felt = useFeelings(document, useSatisfaction(!designing));
  const figures = draft.page.running ? data : undefined;

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement | null;
      if (target?.closest("input, textarea, select, [contenteditable], [role=dialog]")) return;
      if (!event.ctrlKey && !event.metaKey && !event.altKey && lettersOn) {
        if (event.key === "+") zoom.by(1);
        else if (event.key === "-") zoom.by(-1);
        else if (event.key === "0") zoom.zoom(1);
        else if (event.key === "1") zoom.fit();
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [lettersOn, zoom]);

  const addStage = () => {
    const count = stagesOf(document).length;
    const found = search.stage ? stagesOf(document).findIndex(({ key }) => key === search.stage) : count - 1;
    const made = added(document, found + 1, t("map.newStage"));
    actions.edit((now) => added(now, found + 1, t("map.newStage")).document);
    setFresh(made.key);
  };

  if (catalogue.length === 0) return <div className="waiting" />;
  return (
    <MapContext.Provider value={place}>
      {search.zoom === "stage" && search.stage ? (
        <Suspense fallback={<div className="waiting" />}>
          <StagePage document={document} stage={search.stage} found={figures?.stages.find(({ key }) => key === search.stage)} go={go} />
        </Suspense>
      ) : (
        <>
          <MapTools journey={search.journey} designing={designing} gaps={gaps.length} zoom={zoom} addStage={addStage} />
          <MapGrid
            document={document}
            catalogue={catalogue}
            rows={rows}
            live={!designing}
            data={figures}
            channels={channels}
            chosen={search}
            choose={choose}
            scale={zoom.scale}
            fresh={fresh}
            named={() => setFresh(null)}
          />
          <EmotionTable document={document} felt={felt} live={!designing} />
          {!designing && figures && (
            <div className="beside">
              <ReturnArcs data={figures} />
              <Unmapped data={figures} />
            </div>
          )}
        </>
      )}
      {search.panel && (
        <Suspense fallback={null}>
          <MapPanels document={document} catalogue={catalogue} rows={rows} gaps={gaps} channels={channels} data={figures} search={search} close={() => go({ panel: undefined, open: undefined })} />
        </Suspense>
      )}
    </MapContext.Provider>
  );
}
