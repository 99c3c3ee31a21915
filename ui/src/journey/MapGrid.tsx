import { useWords } from "../app/words";
import type { Live } from "../api/types";
import type { LocalText } from "../format/text";
import { LANES } from "./lanes";
import { useRovingCells } from "./roving";

/** Stages × lanes as a real table. The first column stays; only the table scrolls sideways. */
export function MapGrid({
  data,
  channels,
  open,
}: {
  data: Live;
  channels: Map<string, LocalText>;
  open: (stage: string) => void;
}) {
  const { t, text, textLang } = useWords();
  const { stages } = data;
  const { onKeyDown, cell } = useRovingCells(LANES.length + 1, stages.length);
  return (
    <div className="card map-frame">
      <div className="scroll">
        <table className="map" style={{ minWidth: `${8.25 + stages.length * 10.5}rem` }} role="grid" aria-label={t("journey.map")} onKeyDown={onKeyDown}>
          <thead>
            <tr>
              <th scope="col" className="lane">
                <span className="unseen">{t("journey.lane")}</span>
              </th>
              {stages.map((stage, column) => (
                <th key={stage.key} scope="col" {...cell(0, column)} className={stage.exit ? "exit" : undefined}>
                  <button
                    type="button"
                    className="stage-open"
                    lang={textLang(stage.name)}
                    onClick={() => open(stage.key)}
                    title={t("journey.openStage")}
                  >
                    {text(stage.name)}
                  </button>
                  {stage.axis && <span className="axis quiet">{t(`axis.${stage.axis}`)}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {LANES.map(({ name, Cell, className }, row) => (
              <tr key={name} className={className}>
                <th scope="row" className="lane">
                  {t(name)}
                </th>
                {stages.map((stage, column) => (
                  <td key={stage.key} {...cell(row + 1, column)} className={stage.exit ? "exit" : undefined}>
                    <Cell stage={stage} stages={stages} index={column} channels={channels} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
