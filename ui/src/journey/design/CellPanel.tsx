import { NativeSelect } from "@mantine/core";
import { useWords } from "../../app/words";
import { at, type Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { knownOf, LEVELS, listed, pathOf, placeOfStage, stagesOf, STATUSES, valueOf, withCell, withEvidence, type Known, type Level } from "./cells";
import { EvidenceIcon } from "./Evidence";
import { useMap } from "./MapContext";
import { LinesField, PlainField, TextField } from "./PanelField";
import { CellComments } from "./CellComments";
import type { Row } from "./rows";

/** One cell beside the map: its texts, how well they are known and from where, and what is said of it. */
export function CellPanel({ document, stage, row }: { document: Mapping; stage: string; row: Row }) {
  const { t, text } = useWords();
  const { actions, edits } = useMap();
  const index = placeOfStage(document, stage);
  const found = stagesOf(document)[index];
  if (!found) return <p>{t("map.stageGone")}</p>;
  const known = knownOf(found, row.key);
  const value = at(document, pathOf(index, row));
  const set = (next: Known) => actions.edit((now) => withEvidence(now, placeOfStage(now, stage), row.key, next), `evidence.${stage}.${row.key}`);
  const write = (next: Parameters<typeof withCell>[3]) => actions.edit((now) => withCell(now, placeOfStage(now, stage), row, next), `${stage}.${row.key}`);
  return (
    <div className="stack">
      <div className="row spread">
        <p className="quiet" dir="auto">
          {text((found.name ?? stage) as LocalText)}
        </p>
        <CellComments stage={stage} lane={row.key} label={text(row.name)} />
      </div>
      {row.kind === "text" && <TextField label={text(row.name)} value={value} lines={3} change={write} />}
      {(row.kind === "field" || row.kind === "cell") && <LinesField label={text(row.name)} description={t("map.oneOnLine")} value={listed(value)} change={(texts) => write(valueOf(texts, row))} />}
      <fieldset className="choices" disabled={!edits}>
        <legend>{t("evidence.how")}</legend>
        {LEVELS.map((level: Level) => (
          <label key={level}>
            <input type="radio" name="level" checked={known.level === level} onChange={() => set({ ...known, level })} />
            <span className="evidence" data-level={level}>
              <EvidenceIcon level={level} /> {t(`evidence.${level}`)}
            </span>
          </label>
        ))}
      </fieldset>
      <NativeSelect
        label={t("evidence.status")}
        disabled={!edits}
        value={known.status}
        onChange={(event) => set({ ...known, status: STATUSES.find((each) => each === event.currentTarget.value)! })}
        data={STATUSES.map((each) => ({ value: each, label: t(`evidence.${each}`) }))}
      />
      <PlainField label={t("evidence.source")} description={t("evidence.sourceWhat")} value={known.source} change={(source) => set({ ...known, source: source ?? "" })} />
      <div className="pair">
        <PlainField label={t("evidence.by")} value={known.by} change={(by) => set({ ...known, by: by ?? "" })} />
        <PlainField label={t("evidence.on")} type="date" value={known.on} change={(on) => set({ ...known, on: on ?? "" })} />
      </div>
    </div>
  );
}
