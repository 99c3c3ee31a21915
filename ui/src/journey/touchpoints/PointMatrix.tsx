import { useWords } from "../../app/words";
import type { Mapping } from "../../draft/json";
import type { LocalText } from "../../format/text";
import { listed, pointsOf, stagesOf } from "../design/cells";
import { useMap } from "../design/MapContext";
import { changed, onStage } from "./points";

/** Touchpoints × stages: a tick says that it belongs there. */
export function PointMatrix({ document }: { document: Mapping }) {
  const { t, text } = useWords();
  const { actions, edits } = useMap();
  const stages = stagesOf(document);
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("points.matrix")}>
      <table className="table point-matrix">
        <thead>
          <tr>
            <th scope="col">{t("points.point")}</th>
            {stages.map((stage) => (
              <th key={String(stage.key)} scope="col" dir="auto">
                {text((stage.name ?? stage.key) as LocalText)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pointsOf(document).map((point) => (
            <tr key={String(point.key)}>
              <th scope="row" dir="auto">
                {text((point.name ?? point.key) as LocalText)}
              </th>
              {stages.map((stage) => {
                const key = String(stage.key);
                return (
                  <td key={key}>
                    <input
                      type="checkbox"
                      disabled={!edits}
                      aria-label={`${text((point.name ?? point.key) as LocalText)}, ${text((stage.name ?? key) as LocalText)}`}
                      checked={listed(point.stages).includes(key)}
                      onChange={(event) => {
                        const on = event.currentTarget.checked;
                        actions.edit((now) => {
                          const here = pointsOf(now).find((each) => each.key === point.key);
                          return here ? changed(now, String(point.key), "stages", onStage(here, key, on)) : now;
                        });
                      }}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
