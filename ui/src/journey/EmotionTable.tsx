import { useWords } from "../app/words";
import type { Mapping } from "../draft/json";
import type { LocalText } from "../format/text";
import { extremes } from "./emotionWords";
import { stagesOf } from "./design/cells";
import { brief } from "./design/lines";
import type { Felt } from "./useFeelings";

/** The emotion curve as a sentence and as a table, for those who do not see it. */
export function EmotionTable({ document, felt, live }: { document: Mapping; felt: readonly Felt[]; live: boolean }) {
  const { t, text, number } = useWords();
  const names = stagesOf(document).map((stage) => brief(text((stage.name ?? stage.key) as LocalText)));
  const said = (which: "assumed" | "measured") => {
    const ends = extremes(felt.map((each, index) => ({ name: names[index] ?? each.stage, value: each[which] })));
    if (!ends) return t(which === "assumed" ? "emotion.nothingAssumed" : "emotion.nothingMeasured");
    const low = which === "assumed" ? t(`emotion.${ends.low.value}`) : number(ends.low.value, 1);
    const high = which === "assumed" ? t(`emotion.${ends.high.value}`) : number(ends.high.value, 1);
    if (ends.low.value === ends.high.value) return t(`emotionSaid.${which}Same`, { value: low });
    return t(`emotionSaid.${which}`, { low, lowStage: ends.low.name, high, highStage: ends.high.name });
  };
  return (
    <details className="card small emotion-said">
      <summary>{t("emotion.inWords")}</summary>
      <p dir="auto">
        {said("assumed")} {live && said("measured")}
      </p>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("map.stage")}</th>
              <th scope="col">{t("emotion.assumed")}</th>
              {live && <th scope="col">{t("emotion.measured")}</th>}
            </tr>
          </thead>
          <tbody>
            {felt.map((each, index) => (
              <tr key={each.stage}>
                <th scope="row" dir="auto">
                  {names[index]}
                </th>
                <td>{each.assumed === null ? "–" : `${number(each.assumed)} ${t(`emotion.${each.assumed}`)}`}</td>
                {live && (
                  <td className="number">
                    {each.measured === null
                      ? t(each.n > 0 ? "figure.tooFew" : "emotion.notMeasured", { n: number(each.n) })
                      : `${number(each.measured, 1)} (${t("figure.interval", { low: number(each.low, 1), high: number(each.high, 1) })})`}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
