import { Link } from "@tanstack/react-router";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import type { JourneyDocument, LiveStage } from "../api/types";
import { textsOf } from "./document";

/** Everything the document says of one stage, its rules in words, and its figures. */
export function StageDrawer({
  stage,
  document,
  close,
}: {
  stage: LiveStage;
  document: JourneyDocument | undefined;
  close: () => void;
}) {
  const { t, text, textLang, counted, days } = useWords();
  const written = document?.stages?.find(({ key }) => key === stage.key) ?? { ...stage };
  const owner = typeof written.owner === "string" ? written.owner : null;
  const reply = typeof written.response_target_minutes === "number" ? written.response_target_minutes : null;
  return (
    <SidePanel title={text(stage.name)} close={close}>
      <div className="stack drawer">
        <p className="row">
          <Link to="/people" search={{ stage: stage.key }}>
            {counted("unit.people", stage.people)}
          </Link>
          {stage.lost > 0 && (
            <Link to="/people" search={{ stage: stage.key, list: "lost", anonymous: "shown" }}>
              {t("stage.lost", { people: counted("unit.people", stage.lost) })}
            </Link>
          )}
        </p>
        <section>
          <h3>{t("stage.rules")}</h3>
          {stage.rules?.length ? (
            <ul>
              {stage.rules.map(({ rule, sentence }) => (
                <li key={rule} lang={textLang(sentence)}>
                  {text(sentence)}
                </li>
              ))}
            </ul>
          ) : (
            <p className="quiet">{t("stage.noRules")}</p>
          )}
        </section>
        {textsOf(written).map(({ field, texts }) => (
          <section key={field}>
            <h3>{t(`stage.${field}`)}</h3>
            {texts.length === 0 ? (
              <p className="quiet">{t("journey.gap")}</p>
            ) : texts.length === 1 ? (
              <p lang={textLang(texts[0])}>{text(texts[0])}</p>
            ) : (
              <ul>
                {texts.map((item, index) => (
                  <li key={index} lang={textLang(item)}>
                    {text(item)}
                  </li>
                ))}
              </ul>
            )}
          </section>
        ))}
        <dl className="facts">
          {stage.expected_days !== null && <Fact name={t("stage.expected_days")} value={days(stage.expected_days)} />}
          {owner && <Fact name={t("stage.owner")} value={owner} />}
          {reply !== null && <Fact name={t("stage.reply")} value={counted("unit.minutes", reply)} />}
        </dl>
      </div>
    </SidePanel>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
