import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { offerUndo } from "../../app/Toast";
import { DownIcon, UpIcon } from "../../app/icons";
import { useWords } from "../../app/words";
import type { Lane } from "../../api/types";
import { isMapping, put, type Json, type Mapping } from "../../draft/json";
import { useMap } from "./MapContext";
import { lanesOf, movedLane, rowsOf, withLane, withoutLane } from "./rows";
import { keyFrom } from "./stages";

const GROUPS = ["customer", "story", "company", "measure", "improve"] as const;

/** Which rows the map has and in which order; the whole catalogue by groups, and rows of one's own. */
export function LanesPanel({ document, catalogue }: { document: Mapping; catalogue: readonly Lane[] }) {
  const { t, text } = useWords();
  const { actions, edits } = useMap();
  const [own, setOwn] = useState("");
  const rows = rowsOf(document, catalogue, false);
  const lanes = lanesOf(document, catalogue);
  const set = (how: (lanes: Json[]) => Json[]) => actions.edit((now) => put(now, ["lanes"], how(lanesOf(now, catalogue))));
  const remove = (key: string, name: string) => {
    set((now) => withoutLane(now, key));
    offerUndo(t("map.laneRemoved", { lane: name }), () => actions.edit((now) => put(now, ["lanes"], lanes)));
  };
  return (
    <div className="stack">
      <section className="stack">
        <h3>{t("map.lanesShown")}</h3>
        <ol className="plain lane-list">
          {rows.map((row, index) => {
            const name = text(row.name);
            return (
              <li key={row.key} className="row spread">
                <span dir="auto">{name}</span>
                {edits && (
                  <span className="row">
                    <Button size="compact-sm" variant="default" disabled={index === 0} aria-label={t("map.laneUp", { lane: name })} onClick={() => set((now) => movedLane(now, row.key, index - 1))}>
                      <UpIcon size={14} />
                    </Button>
                    <Button size="compact-sm" variant="default" disabled={index === rows.length - 1} aria-label={t("map.laneDown", { lane: name })} onClick={() => set((now) => movedLane(now, row.key, index + 1))}>
                      <DownIcon size={14} />
                    </Button>
                    <Button size="compact-sm" variant="default" disabled={rows.length === 1} aria-label={t("map.laneOff", { lane: name })} onClick={() => remove(row.key, name)}>
                      {t("map.off")}
                    </Button>
                  </span>
                )}
              </li>
            );
          })}
        </ol>
      </section>
      {edits &&
        GROUPS.map((group) => {
          const left = catalogue.filter((lane) => lane.group === group && !rows.some(({ key }) => key === lane.key));
          if (left.length === 0) return null;
          return (
            <section key={group}>
              <h3>{t(`laneGroup.${group}`)}</h3>
              <div className="row">
                {left.map((lane) => (
                  <Button key={lane.key} size="compact-sm" variant="default" onClick={() => set((now) => withLane(now, lane.key))}>
                    + {text(lane.name)}
                  </Button>
                ))}
              </div>
            </section>
          );
        })}
      {edits && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault();
            const name = own.trim();
            if (!name) return;
            const taken = [...catalogue.map(({ key }) => key), ...lanes.map((lane) => String(isMapping(lane) ? lane.key : lane))];
            set((now) => withLane(now, { key: keyFrom(name, taken), name }));
            setOwn("");
          }}
        >
          <TextInput label={t("map.ownLane")} value={own} maxLength={200} dir="auto" onChange={(event) => setOwn(event.currentTarget.value)} style={{ flex: 1 }} />
          <Button type="submit" variant="default" style={{ alignSelf: "end" }} disabled={!own.trim()}>
            {t("map.addLane")}
          </Button>
        </form>
      )}
    </div>
  );
}
