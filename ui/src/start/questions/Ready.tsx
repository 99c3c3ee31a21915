import { Link } from "@tanstack/react-router";
import { useWords } from "../../app/words";
import type { LocalText } from "../../format/text";
import { has, slots, stagesOf, type Asked } from "../asked";

const SLOTS = ["goal", "actions", "places"] as const;

/** What the map is filled with, and the gaps that are left; each leads to its cell. */
export function Ready({ draft, document }: Asked) {
  const { t, text, textLang, counted } = useWords();
  const stages = stagesOf(document);
  const { filled, all } = slots(stages);
  return (
    <div className="stack">
      <p>
        {counted("wizard.stages", stages.length)} · {t("wizard.slots", { filled, all })} · {counted("wizard.gaps", all - filled)}
      </p>
      <div className="table-scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("wizard.stage")}</th>
              {SLOTS.map((slot) => (
                <th key={slot} scope="col">
                  {t(`wizardField.${slot}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stages.map((stage) => (
              <tr key={String(stage.key)}>
                <th scope="row" lang={textLang((stage.name ?? stage.key) as LocalText)}>
                  {text((stage.name ?? stage.key) as LocalText)}
                </th>
                {SLOTS.map((slot) => (
                  <td key={slot}>
                    {has(stage[slot]) ? (
                      <span className="good">✓ {t("wizard.filled")}</span>
                    ) : (
                      <Link to="/journey" search={{ journey: draft.page.key, mode: "design", stage: String(stage.key), lane: slot, panel: "stage" }}>
                        {t("wizard.gap")}
                      </Link>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">{t("wizard.publishLater")}</p>
    </div>
  );
}
