import { Button } from "@mantine/core";
import { useWords } from "../app/words";
import type { LocalText } from "../format/text";
import { ContactCard } from "./ContactCard";
import { keyOf, keysIn, parts, passed } from "./plan";
import { nameOf, useParts, usePlan } from "./usePlan";
import { VoiceMark } from "./VoiceMark";

/** Why not and the answer; what shows that the promise holds; how a customer reaches us. */
export function TrustTab() {
  return (
    <div className="stack">
      <Objections />
      <ProofLibrary />
      <ContactCard />
    </div>
  );
}

function Objections() {
  const { t, text } = useWords();
  const { document, edits, go } = usePlan();
  const { add } = useParts();
  const objections = parts(document, "objections");
  const stages = parts(document, "stages");
  return (
    <section className="card stack" aria-labelledby="objections-heading">
      <div className="row spread">
        <h2 id="objections-heading">{t("trust.objections")}</h2>
        {edits && (
          <Button size="compact-sm" variant="default" onClick={() => add("objections", "objection", {})}>
            {t("trust.addObjection")}
          </Button>
        )}
      </div>
      {objections.length === 0 && <p className="quiet">{t("trust.noObjections")}</p>}
      <ul className="plain topics">
        {objections.map((objection) => (
          <li key={keyOf(objection)} className="topic">
            <button type="button" className="topic-open" onClick={() => go({ open: `objections.${keyOf(objection)}` })}>
              <span className="topic-name" dir="auto">
                ”{text(nameOf(objection))}”
              </span>
            </button>
            <p dir="auto" className={objection.answer === undefined ? "bad" : undefined}>
              {objection.answer === undefined ? t("trust.noAnswer") : text(objection.answer as LocalText)}
            </p>
            <p className="marks">
              {stages
                .filter((stage) => keysIn(objection.stages).includes(keyOf(stage)))
                .map((stage) => (
                  <span key={keyOf(stage)} className="mark" dir="auto">
                    {text(nameOf(stage))}
                  </span>
                ))}
              {keysIn(objection.proof).length === 0 && <span className="small quiet">{t("trust.noProofYet")}</span>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ProofLibrary() {
  const { t, text, calendarDay } = useWords();
  const { document, edits, go } = usePlan();
  const { add } = useParts();
  const today = new Date().toISOString().slice(0, 10);
  const proof = parts(document, "proof");
  return (
    <section className="card stack" aria-labelledby="proof-heading">
      <div className="row spread">
        <h2 id="proof-heading">{t("trust.proofLibrary")}</h2>
        {edits && (
          <Button size="compact-sm" variant="default" onClick={() => add("proof", "proof", {})}>
            {t("trust.addProof")}
          </Button>
        )}
      </div>
      {proof.length === 0 && <p className="quiet">{t("trust.noProof")}</p>}
      <ul className="plain topics">
        {proof.map((one) => (
          <li key={keyOf(one)} className="topic">
            <button type="button" className="topic-open" onClick={() => go({ open: `proof.${keyOf(one)}` })}>
              <span className="topic-name" dir="auto">
                {text(nameOf(one))}
              </span>
            </button>
            {one.text !== undefined && <p dir="auto">{text(one.text as LocalText)}</p>}
            <p className="marks">
              {typeof one.kind === "string" && <span className="mark">{t(`proofKind.${one.kind}`)}</span>}
              {passed(one.expires, today) && (
                <span className="mark" data-level="warning">
                  {t("trust.expired", { day: calendarDay(String(one.expires)) })}
                </span>
              )}
              {typeof one.said === "string" && <VoiceMark id={one.said} />}
              {one.source === undefined && one.url === undefined && <span className="small quiet">{t("trust.noSource")}</span>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
