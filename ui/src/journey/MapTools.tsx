import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { PlusIcon } from "../app/icons";
import { useWords } from "../app/words";
import { useMap } from "./design/MapContext";
import type { useMapZoom } from "./useMapZoom";

interface Props {
  journey: string | undefined;
  designing: boolean;
  gaps: number;
  zoom: ReturnType<typeof useMapZoom>;
  addStage: () => void;
}

/** What is done to the whole map. */
export function MapTools({ journey, designing, gaps, zoom, addStage }: Props) {
  const { t, counted, percent } = useWords();
  const { actions, edits } = useMap();
  const panel = (name: string, label: string) => (
    <Button size="compact-sm" variant="default" onClick={() => actions.show(name)}>
      {label}
    </Button>
  );
  return (
    <div className="row spread map-tools">
      <div className="row">
        {designing && edits && (
          <Button size="compact-sm" variant="default" leftSection={<PlusIcon size={16} />} onClick={addStage}>
            {t("map.addStage")}
          </Button>
        )}
        {panel("lanes", t("map.lanes"))}
        {panel("touchpoints", t("map.touchpoints"))}
        {panel("personas", t("map.personas"))}
        {designing && panel("gaps", gaps === 0 ? t("map.noGaps") : counted("map.gaps", gaps))}
      </div>
      <div className="row">
        <nav className="row small" aria-label={t("map.beside")}>
          <Link to="/content" search={{ tab: "threads", journey }}>
            {t("map.script")}
          </Link>
          <Link to="/content" search={{ tab: "coverage", journey }}>
            {t("map.coverage")}
          </Link>
          <Link to="/content" search={{ tab: "market", journey }}>
            {t("map.pyramid")}
          </Link>
        </nav>
        <div className="row map-zoom" role="group" aria-label={t("map.zoom")}>
          <Button size="compact-sm" variant="default" aria-label={t("map.smaller")} onClick={() => zoom.by(-1)}>
            −
          </Button>
          <Button size="compact-sm" variant="default" aria-label={`${percent(zoom.scale, 0)} – ${t("map.actual")}`} onClick={() => zoom.zoom(1)}>
            {percent(zoom.scale, 0)}
          </Button>
          <Button size="compact-sm" variant="default" aria-label={t("map.larger")} onClick={() => zoom.by(1)}>
            +
          </Button>
          <Button size="compact-sm" variant="default" onClick={zoom.fit}>
            {t("map.fit")}
          </Button>
        </div>
        {panel("export", t("exchange.open"))}
        <Button size="compact-sm" variant="default" onClick={() => window.print()}>
          {t("map.print")}
        </Button>
      </div>
    </div>
  );
}
