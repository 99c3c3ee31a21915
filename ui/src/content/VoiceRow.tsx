import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { offerUndo } from "../app/Toast";
import { useWords } from "../app/words";
import type { Voice } from "../api/voices";
import type { JourneyDocument } from "../journey/useJourneyDraft";
import { added, keyOf, parts, removed } from "./plan";
import { nameOf, usePlan } from "./usePlan";
import { VoiceAsking } from "./VoiceAsking";
import { proofOf, proofsOf } from "./voiceProof";

/** One thing that a customer said or showed. Pictures are links: nothing is fetched from a foreign server. */
export function VoiceRow({ voice }: { voice: Voice }) {
  const { t, text, number, dateTime } = useWords();
  const { document, edits } = usePlan();
  const stage = parts(document, "stages").find((each) => keyOf(each) === voice.stage);
  return (
    <li className="card voice" aria-label={t(`voiceKind.${voice.kind}`)}>
      <div className="voice-head">
        <span className="mark">{t(`voiceKind.${voice.kind}`)}</span>
        {voice.score !== null && <strong className="number">{t("voices.scoreOf", { n: number(voice.score) })}</strong>}
        {voice.product !== null && <span dir="auto">{voice.product}</span>}
        <span className="quiet small number">{dateTime(voice.at)}</span>
      </div>
      {voice.text !== null ? (
        <Words text={voice.text} />
      ) : (
        <p className="quiet small">{t(voice.picture ?? voice.link ? "voices.noWordsButLink" : "voices.noWords")}</p>
      )}
      <p className="marks">
        {voice.picture !== null && <Outside to={voice.picture}>{t("voices.picture")}</Outside>}
        {voice.link !== null && <Outside to={voice.link}>{t("voices.link")}</Outside>}
      </p>
      <p className="small">
        <Link to="/people/$person" params={{ person: voice.person }} dir="auto">
          {voice.name ?? voice.person_id}
        </Link>
        <span className="quiet"> · {voice.stage === null ? t("voices.noStage") : t("voices.stage", { stage: stage ? text(nameOf(stage)) : voice.stage })}</span>
      </p>
      <Standing voice={voice} />
      <Uses voice={voice} />
      {edits && <VoiceAsking voice={voice} />}
    </li>
  );
}

const LONG = 600;

function Words({ text }: { text: string }) {
  const { t } = useWords();
  const [whole, show] = useState(false);
  return (
    <>
      <blockquote className="voice-text" dir="auto" data-cut={text.length > LONG && !whole ? true : undefined}>
        {text}
      </blockquote>
      {text.length > LONG && (
        <p>
          <button type="button" className="topic-open" aria-expanded={whole} onClick={() => show(!whole)}>
            {t(whole ? "voices.lessText" : "voices.wholeText")}
          </button>
        </p>
      )}
    </>
  );
}

function Outside({ to, children }: { to: string; children: string }) {
  return (
    <a href={to} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

/** Whether it may be shown, by whose name, and how that is known. */
function Standing({ voice }: { voice: Voice }) {
  const { t, dateTime } = useWords();
  const state = voice.withdrawn ? "withdrawn" : voice.state;
  const source = voice.source === "permission" ? t("voices.byPage") : (voice.source ?? "");
  return (
    <p className="small">
      <span className="mark" data-state={voice.state === "permitted" ? "ready" : undefined} data-level={voice.state === "refused" ? "warning" : undefined}>
        {t(`voiceState.${state}`)}
      </span>{" "}
      {voice.state === "permitted" && <span dir="auto">{voice.signed === null ? t("voices.withoutName") : t("voices.withName", { name: voice.signed })} </span>}
      {voice.answered !== null && (
        <span className="quiet" dir="auto">
          {dateTime(voice.answered)} · {source}
        </span>
      )}
      {voice.state === "permitted" && voice.statement && <span className="under quiet">{t("voices.agreed", { statement: voice.statement })}</span>}
    </p>
  );
}

/** Where it is used; what may be shown becomes a proof item by a press. */
function Uses({ voice }: { voice: Voice }) {
  const { t, text } = useWords();
  const { draft, document, edits, go } = usePlan();
  const here = proofsOf(document, voice.id);
  const elsewhere = voice.used.filter((place) => place.journey !== draft.page.key);
  const use = () => {
    const proof = proofOf(voice, t(`voiceKind.${voice.kind}`), t("voices.aCustomer"));
    const { key } = added(document, "proof", "customer", proof);
    draft.edit((now) => added(now, "proof", "customer", proof).document as JourneyDocument);
    offerUndo(t("voices.isUsed"), () => draft.edit((now) => removed(now, "proof", key) as JourneyDocument));
  };
  if (here.length + elsewhere.length === 0) {
    return voice.state === "permitted" && edits ? (
      <p>
        <Button size="compact-sm" variant="default" onClick={use}>
          {t("voices.use")}
        </Button>
      </p>
    ) : null;
  }
  return (
    <div className={voice.state === "permitted" ? "small" : "small problem hint-level warning-level"}>
      {voice.state !== "permitted" && <span>{t("voices.usedWithout")}</span>}
      <span>
        {t("voices.usedIn")}{" "}
        {here.map((proof) => (
          <button key={keyOf(proof)} type="button" className="topic-open" onClick={() => go({ open: `proof.${keyOf(proof)}` })}>
            <span dir="auto">{text(nameOf(proof))}</span>
          </button>
        ))}
        {elsewhere.map((place) => (
          <Link key={`${place.journey}.${place.proof}`} to="/content" search={{ journey: place.journey, tab: "objections", open: `proof.${place.proof}` }}>
            {t("voices.inJourney", { journey: place.journey })}
          </Link>
        ))}
      </span>
    </div>
  );
}
