import { useEffect, useMemo, useRef, useState } from "react";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import type { Lane, Live } from "../api/types";
import { at as valueAt, put, type Mapping } from "../draft/json";
import { spoken } from "../draft/localText";
import type { LocalText } from "../format/text";
import { listed, pathOf, placeOf, placeOfStage, pointsAt, stagesOf, valueOf, withCell } from "./design/cells";
import { brief, fromLines } from "./design/lines";
import { useMap } from "./design/MapContext";
import { edited, lanesOf, movedLane, placeOfLane, withoutLane, type Row } from "./design/rows";
import { moved, removed, restored } from "./design/stages";
import { keys, type At } from "./design/useMapKeys";
import { MapCell } from "./MapCell";
import { StageHead } from "./StageHead";
import { useQuery } from "@tanstack/react-query";
import { openComments } from "../api/comments";
import { useKeptScroll } from "./useKeptScroll";
import { useFeelings, useSatisfaction } from "./useFeelings";

interface Props {
  document: Mapping;
  catalogue: readonly Lane[];
  rows: readonly Row[];
  live: boolean;
  data: Live | undefined;
  channels: Map<string, LocalText>;
  chosen: { stage?: string; lane?: string };
  choose: (at: At) => void;
  scale: number;
  /** A stage whose name is to be written at once. */
  fresh: string | null;
  named: () => void;
}

/** Stages × lanes as a real table, the same for designing and for measuring. The first column stays; only the table scrolls. */
export function MapGrid({ document, catalogue, rows, live, data, channels, chosen, choose, scale, fresh, named }: Props) {
  const { t, text, textLang } = useWords();
  const place = useMap();
  const { actions, edits, tongue, home } = place;
  const stages = stagesOf(document);
  const names = useMemo(() => stages.map(({ key }) => String(key)), [document.stages]);
  const [at, setAt] = useState<At>({ stage: chosen.stage ?? names[0] ?? "", lane: chosen.lane ?? "" });
  const [editing, setEditing] = useState<(At & { typed: string }) | null>(null);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [dragged, setDragged] = useState<At | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const felt = useFeelings(document, useSatisfaction(live));
  const points = useMemo(() => new Map(names.map((name) => [name, pointsAt(document, name)])), [names, document.touchpoints]);
  const comments = useQuery(openComments(place.about)).data?.open;
  useKeptScroll(box, place.journey, rows.map(({ key }) => key).join());
  const designing = !live;

  // The one cell that Tab comes to is there even when its row or stage has gone.
  const stop: At = {
    stage: at.stage === "" && at.lane ? "" : names.includes(at.stage) ? at.stage : (names[0] ?? ""),
    lane: rows.some(({ key }) => key === at.lane) ? at.lane : "",
  };
  const cellAt = (to: At) => box.current?.querySelector<HTMLElement>(`[data-stage="${CSS.escape(to.stage)}"][data-lane="${CSS.escape(to.lane)}"]`);
  const focus = (to: At) => {
    setAt(to);
    cellAt(to)?.focus();
  };
  const focusSoon = (to: At) => {
    setAt(to);
    requestAnimationFrame(() => cellAt(to)?.focus());
  };

  // Somebody came by an address: their cell is brought into sight, once.
  useEffect(() => {
    if (chosen.lane || chosen.stage) cellAt({ stage: chosen.stage ?? "", lane: chosen.lane ?? "" })?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, []);
  useEffect(() => {
    if (fresh === null || !names.includes(fresh)) return;
    setRenaming(fresh);
    setAt({ stage: fresh, lane: "" });
    named();
  }, [fresh, names]);
  useEffect(() => setEditing(null), [live]);

  const rowOf = (key: string) => rows.find((row) => row.key === key);
  const moveStage = (stage: string, by: number) => {
    actions.edit((now) => moved(now, stage, placeOfStage(now, stage) + by));
    focusSoon({ stage, lane: at.lane });
  };
  const removeStage = (stage: string) => {
    const before = actions.now();
    const without = removed(before, stage);
    if (!without) return;
    actions.edit((now) => removed(now, stage) ?? now);
    const index = names.indexOf(stage);
    focusSoon({ stage: names[index + 1] ?? names[index - 1] ?? "", lane: "" });
    offerUndo(t("map.stageRemoved", { stage: text((stages[index]?.name ?? stage) as LocalText) }), () => actions.edit((now) => restored(now, before, stage)));
  };
  const moveLane = (lane: string, by: number) => {
    actions.edit((now) => {
      const lanes = lanesOf(now, catalogue);
      const from = placeOfLane(lanes, lane);
      return from < 0 ? now : put(now, ["lanes"], movedLane(lanes, lane, from + by));
    });
    focusSoon({ stage: at.stage, lane });
  };
  const removeLane = (lane: string) => {
    const lanes = lanesOf(actions.now(), catalogue);
    if (lanes.length < 2) return;
    actions.edit((now) => put(now, ["lanes"], withoutLane(lanesOf(now, catalogue), lane)));
    focusSoon({ stage: names[0] ?? "", lane: "" });
    offerUndo(t("map.laneRemoved", { lane: text(rowOf(lane)?.name) }), () => actions.edit((now) => put(now, ["lanes"], lanes)));
  };
  const clear = ({ stage, lane }: At) => {
    const row = rowOf(lane);
    const index = names.indexOf(stage);
    if (!row || !edited(row) || row.kind === "touchpoints") return;
    const was = valueAt(actions.now(), pathOf(index, row));
    if (was === undefined) return;
    actions.edit((now) => withCell(now, placeOfStage(now, stage), row, undefined));
    offerUndo(t("map.cellCleared", { lane: text(row.name) }), () => actions.edit((now) => withCell(now, placeOfStage(now, stage), row, was)));
  };
  const edit = (to: At, typed = "") => (to.lane ? setEditing({ ...to, typed }) : setRenaming(to.stage));

  // Cells are told once; what they call is always of the last drawing.
  const latest = useRef({ rows, names });
  latest.current = { rows, names };
  const told = useMemo(
    () => ({
      write: (stage: string, row: Row, value: string | number) =>
        actions.edit(
          (now) => {
            const index = placeOfStage(now, stage);
            if (index < 0) return now;
            const next = typeof value === "number" ? value : valueOf(fromLines(value, listed(valueAt(now, pathOf(index, row))), tongue, home), row);
            return withCell(now, index, row, next);
          },
          `${stage}.${row.key}`,
        ),
      done: (here: At, go: "stay" | "next" | "before") => {
        if (go === "stay") {
          setEditing((old) => (old && old.stage === here.stage && old.lane === here.lane ? null : old));
          // Esc and Enter leave the focus in the cell; a press elsewhere has taken it already.
          requestAnimationFrame(() => focusLost() && cellAt(here)?.focus());
          return;
        }
        const next = following(latest.current.rows, latest.current.names, here, go === "next" ? 1 : -1);
        setEditing(next ? { ...next, typed: "" } : null);
        if (next) setAt(next);
        requestAnimationFrame(() => focusLost() && cellAt(next ?? here)?.focus());
      },
    }),
    [actions, tongue, home],
  );

  const handlers = keys({ rows, stages: names, place, designing, focus, edit, moveStage, removeStage, moveLane, removeLane, clear });
  const drag = (what: At) =>
    edits && designing
      ? {
          draggable: true,
          onDragStart: () => setDragged(what),
          onDragOver: (event: React.DragEvent) => dragged && Boolean(dragged.stage) === Boolean(what.stage) && event.preventDefault(),
          onDrop: () => {
            if (!dragged) return;
            if (what.stage) actions.edit((now) => moved(now, dragged.stage, placeOfStage(now, what.stage)));
            else actions.edit((now) => put(now, ["lanes"], movedLane(lanesOf(now, catalogue), dragged.lane, placeOfLane(lanesOf(now, catalogue), what.lane))));
            setDragged(null);
          },
        }
      : {};
  const head = (to: At, row: number, column: number) => ({
    "data-cell": `${row},${column}`,
    "data-stage": to.stage,
    "data-lane": to.lane,
    tabIndex: stop.stage === to.stage && stop.lane === to.lane ? 0 : -1,
  });
  const press = (event: React.MouseEvent<HTMLElement>) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>("td[data-edits]");
    if (!cell || (event.target as HTMLElement).closest("a, button, input, textarea") || String(getSelection())) return;
    const to = { stage: cell.dataset.stage!, lane: cell.dataset.lane! };
    // The first press chooses, the second writes: so it is on a touch screen, too.
    if (pressed.current && at.stage === to.stage && at.lane === to.lane) {
      if (rowOf(to.lane)?.kind === "touchpoints") actions.show("touchpoints", to);
      else edit(to);
    }
    pressed.current = true;
  };
  const pressed = useRef(false);

  return (
    <div className="card map-frame">
        <div className="scroll" ref={box}>
          <table
            className="map"
            style={{ minWidth: `${9.25 + stages.length * 10.5}rem`, zoom: scale, ["--columns" as string]: stages.length }}
            role="grid"
            aria-label={t("journey.map")}
            aria-readonly={!(designing && edits)}
            {...handlers}
            onClick={press}
            onFocus={(event) => {
              const cell = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]");
              if (!cell) return;
              const to = { stage: cell.dataset.stage!, lane: cell.dataset.lane! };
              if (to.stage === at.stage && to.lane === at.lane) return;
              pressed.current = false;
              setAt(to);
              choose(to);
            }}
          >
            <thead>
              <tr>
                <th scope="col" className="lane">
                  <span className="unseen">{t("journey.lane")}</span>
                </th>
                {stages.map((stage, column) => (
                  <th
                    key={names[column]}
                    scope="col"
                    {...head({ stage: names[column]!, lane: "" }, 0, column)}
                    {...drag({ stage: names[column]!, lane: "" })}
                    className={(stage.axis ?? stage.key) === "left" ? "exit" : undefined}
                  >
                    <StageHead
                      stage={stage}
                      renaming={renaming === names[column]}
                      rename={(name) => {
                        setRenaming(null);
                        if (name) actions.edit((now) => put(now, ["stages", placeOfStage(now, names[column]!), "name"], spoken(stage.name, tongue, home, name)));
                        focusSoon({ stage: names[column]!, lane: "" });
                      }}
                    />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, line) => (
                <tr key={row.key} data-lane={row.key} className={row.kind === "emotion" ? "emotion-row" : undefined} data-live={live || undefined}>
                  <th scope="row" className="lane" {...head({ stage: "", lane: row.key }, line + 1, -1)} {...drag({ stage: "", lane: row.key })} lang={textLang(row.name)} dir="auto">
                    {brief(text(row.name))}
                  </th>
                  {stages.map((stage, column) => {
                    const name = names[column]!;
                    return (
                      <MapCell
                        key={name}
                        row={row}
                        stage={stage}
                        index={column}
                        value={row.kind === "live" ? undefined : valueAt(document, pathOf(column, row))}
                        points={points.get(name) ?? NONE}
                        live={live}
                        found={live || row.kind === "live" ? data?.stages.find(({ key }) => key === name) : undefined}
                        data={row.kind === "live" ? data : undefined}
                        felt={row.kind === "emotion" ? felt : null}
                        channels={channels}
                        active={stop.stage === name && stop.lane === row.key}
                        typed={editing?.stage === name && editing.lane === row.key ? editing.typed : undefined}
                        comments={comments?.[placeOf(name, row.key)] ?? 0}
                        place={`${line + 1},${column}`}
                        {...told}
                      />
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
    </div>
  );
}

const NONE: Mapping[] = [];

const focusLost = () => document.activeElement === null || document.activeElement === document.body;

/** The next cell that is written in, to the right and then on the next row. */
function following(rows: readonly Row[], stages: readonly string[], { stage, lane }: At, by: 1 | -1): At | null {
  const cells = rows.filter((row) => edited(row) && row.kind !== "touchpoints").flatMap((row) => stages.map((each) => ({ stage: each, lane: row.key })));
  const here = cells.findIndex((cell) => cell.stage === stage && cell.lane === lane);
  return cells[here + by] ?? null;
}
