import { memo, type ComponentType } from "react";
import { useWords } from "../app/words";
import { CommentIcon, MoreIcon } from "../app/icons";
import type { Live, LiveStage } from "../api/types";
import type { Json, Mapping } from "../draft/json";
import type { LocalText } from "../format/text";
import { CellEditor } from "./design/CellEditor";
import { knownOf, listed } from "./design/cells";
import { EmotionEditor } from "./design/EmotionEditor";
import { EvidenceChip } from "./design/Evidence";
import { brief, toLines } from "./design/lines";
import { useMap } from "./design/MapContext";
import type { Row } from "./design/rows";
import { TextsCell } from "./design/TextsCell";
import { EmotionCell } from "./EmotionCell";
import { ImproveCell } from "./ImproveCell";
import { LIVE_CELLS, Missing, type LiveCellProps } from "./lanes";
import { TouchpointsCell } from "./TouchpointsCell";
import type { Felt } from "./useFeelings";

export interface CellProps {
  row: Row;
  stage: Mapping;
  index: number;
  /** What the document says in this cell. */
  value: Json | undefined;
  points: Mapping[];
  live: boolean;
  found: LiveStage | undefined;
  data: Live | undefined;
  felt: readonly Felt[] | null;
  channels: Map<string, LocalText>;
  active: boolean;
  /** What was typed to begin editing; undefined: it is not edited. */
  typed: string | undefined;
  write: (stage: string, row: Row, value: string | number) => void;
  done: (at: { stage: string; lane: string }, go: "stay" | "next" | "before") => void;
  /** Open threads about it. */
  comments: number;
  place: string;
}

/** One cell of the map. It is drawn again only when something of its own changes. */
export const MapCell = memo(function MapCell(props: CellProps) {
  const { row, stage, live, active, typed, place } = props;
  const { edits, actions } = useMap();
  const { text } = useWords();
  const key = String(stage.key);
  const label = brief(`${text(row.name)}: ${text((stage.name ?? key) as LocalText)}`);
  return (
    <td
      data-cell={place}
      data-stage={key}
      data-lane={row.key}
      tabIndex={active ? 0 : -1}
      className={(stage.axis ?? key) === "left" ? "exit" : undefined}
      data-editing={typed !== undefined || undefined}
      data-edits={edits && !live && row.kind !== "live" && row.kind !== "improve" ? true : undefined}
    >
      <Inside {...props} />
      {typed === undefined && row.kind !== "live" && <CellMore label={label} count={props.comments} open={() => actions.show("cell", { stage: key, lane: row.key })} />}
    </td>
  );
});

/** Opens the cell beside the map; says how many threads are open about it. */
function CellMore({ label, count, open }: { label: string; count: number; open: () => void }) {
  const { t } = useWords();
  const said = count > 0 ? `${label}. ${t("comments.open", { count })}` : t("map.openCell", { cell: label });
  return (
    <button type="button" tabIndex={-1} className="cell-more" data-some={count > 0} aria-label={said} title={said} onClick={open}>
      {count > 0 ? (
        <>
          <CommentIcon size={14} /> {count}
        </>
      ) : (
        <MoreIcon size={16} />
      )}
    </button>
  );
}

function Inside({ row, stage, index, value, points, live, found, data, felt, channels, typed, write, done }: CellProps) {
  const { t, text } = useWords();
  const { tongue, home, actions } = useMap();
  const key = String(stage.key);
  const label = brief(`${text(row.name)}: ${text((stage.name ?? key) as LocalText)}`);
  const end = (go: "stay" | "next" | "before") => done({ stage: key, lane: row.key }, go);
  switch (row.kind) {
    case "live": {
      const Cell: ComponentType<LiveCellProps> | undefined = LIVE_CELLS[row.key];
      if (!Cell) return <Missing why={t("map.notMeasured")} />;
      return found && data ? <Cell stage={found} stages={data.stages} index={index} /> : <Missing why={t(data ? "map.notLive" : "map.noFigures")} />;
    }
    case "improve":
      return <ImproveCell stage={key} lane={row.key} />;
    case "emotion":
      if (typed !== undefined) return <EmotionEditor label={label} value={typeof value === "number" ? value : null} set={(next) => write(key, row, next)} done={end} />;
      return felt && <EmotionCell felt={felt} index={index} live={live} />;
    case "touchpoints":
      return <TouchpointsCell points={points} found={found} live={live} channels={channels} />;
    default: {
      const texts = listed(value);
      if (typed !== undefined) {
        const lines = toLines(texts, tongue, home);
        const many = row.kind !== "text";
        return (
          <CellEditor
            label={label}
            text={lines}
            typed={typed}
            lang={tongue}
            many={many}
            write={(next) => write(key, row, next)}
            done={end}
          />
        );
      }
      return (
        <>
          <TextsCell texts={texts} />
          {texts.length > 0 && <EvidenceChip known={knownOf(stage, row.key)} open={() => actions.show("cell", { stage: key, lane: row.key })} />}
        </>
      );
    }
  }
}
