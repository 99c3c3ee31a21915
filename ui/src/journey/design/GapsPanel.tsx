import { useWords } from "../../app/words";
import type { Lane } from "../../api/types";
import type { Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { stagesOf } from "./cells";
import type { Gap } from "./gaps";
import { useMap } from "./MapContext";
import type { Row } from "./rows";

/** Every empty cell by its stage; each leads to where it is filled. */
export function GapsPanel({ document, gaps, rows, catalogue }: { document: Mapping; gaps: readonly Gap[]; rows: readonly Row[]; catalogue: readonly Lane[] }) {
  const { t, text } = useWords();
  const { actions } = useMap();
  const name = (lane: string) => text((rows.find(({ key }) => key === lane)?.name ?? catalogue.find(({ key }) => key === lane)?.name ?? lane) as LocalText);
  const go = ({ stage, lane, onMap }: Gap) => {
    actions.show(onMap ? undefined : "stage", { stage, lane });
    // The panel gives the focus back to where it came from; the cell has it after that.
    if (onMap) setTimeout(() => window.document.querySelector<HTMLElement>(`.map [data-stage="${CSS.escape(stage)}"][data-lane="${CSS.escape(lane)}"]`)?.focus(), 350);
  };
  if (gaps.length === 0) return <p>{t("map.noGapsWhat")}</p>;
  return (
    <div className="stack">
      <p className="quiet">{t("map.gapsWhat")}</p>
      {stagesOf(document).map((stage) => {
        const here = gaps.filter((gap) => gap.stage === stage.key);
        if (here.length === 0) return null;
        return (
          <section key={String(stage.key)}>
            <h3 dir="auto">{text((stage.name ?? stage.key) as LocalText)}</h3>
            <ul className="plain marks">
              {here.map((gap) => (
                <li key={gap.lane}>
                  <button type="button" className="gap-link" onClick={() => go(gap)}>
                    {name(gap.lane)}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
