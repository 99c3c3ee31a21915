import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, type ComponentType } from "react";
import { Screen } from "../app/Screen";
import { useWords } from "../app/words";
import { SavedState } from "../draft/SavedState";
import type { JourneyPage } from "../api/types";
import { useJourneyDraft } from "../journey/useJourneyDraft";
import { Audience } from "./questions/Audience";
import { Change } from "./questions/Change";
import { Learning } from "./questions/Learning";
import { Questions } from "./questions/Questions";
import { Ready } from "./questions/Ready";
import { Stages } from "./questions/Stages";
import { Time } from "./questions/Time";
import { Topics } from "./questions/Topics";
import type { Asked } from "./asked";
import { STEPS, type Step } from "./search";
import { useHome } from "./useHome";

const OF: Record<Step, ComponentType<Asked>> = {
  audience: Audience,
  stages: Stages,
  change: Change,
  learning: Learning,
  questions: Questions,
  time: Time,
  topics: Topics,
  ready: Ready,
};

/** One's own journey by six questions and the topics, in the words of the workshop. Each answer goes into the draft. */
export function Wizard({ page, step, go }: { page: JourneyPage; step: Step; go: (step: Step) => void }) {
  const { t, text, language } = useWords();
  const draft = useJourneyDraft(page);
  const home = useHome();
  const at = STEPS.indexOf(step);
  const asked = STEPS.length - 1;
  const Question = OF[step];
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) heading.current?.focus();
    first.current = false;
  }, [step]);
  return (
    <Screen
      title={t("wizard.title")}
      above={<Link to="/journey" search={{ journey: page.key, mode: "design" }}>{text(page.name)}</Link>}
      aside={<SavedState draft={draft} />}
    >
      <nav aria-label={t("wizard.steps")}>
        <ol className="plain wizard-steps">
          {STEPS.map((each, index) => (
            <li key={each} data-on={each === step} data-done={index < at}>
              <button type="button" aria-current={each === step ? "step" : undefined} onClick={() => go(each)}>
                <span aria-hidden="true">{index < asked ? index + 1 : "✓"}</span> {t(`wizardStep.${each}`)}
              </button>
            </li>
          ))}
        </ol>
      </nav>
      {draft.document === null ? (
        <section className="card stack">
          <p>{t("wizard.unreadable")}</p>
          <Link to="/journey" search={{ journey: page.key, mode: "design", panel: "source" }}>{t("wizard.openSource")}</Link>
        </section>
      ) : (
        <section className="card stack wizard" aria-labelledby="wizard-question">
          {step !== "ready" && <p className="eyebrow">{t("wizard.count", { n: at + 1, all: asked })}</p>}
          <h2 id="wizard-question" tabIndex={-1} ref={heading}>
            {t(`wizardAsk.${step}`)}
          </h2>
          <p className="quiet">{t(`wizardWhy.${step}`)}</p>
          <Question draft={draft} document={draft.document} tongue={language} home={home} />
          <div className="row spread">
            <Button variant="default" disabled={at === 0} onClick={() => go(STEPS[at - 1]!)}>
              {t("wizard.back")}
            </Button>
            <div className="row">
              {draft.undo && (
                <Button variant="subtle" onClick={draft.undo}>
                  {t("wizard.undo")}
                </Button>
              )}
              {at < asked ? (
                <Button onClick={() => go(STEPS[at + 1]!)}>{t("wizard.next")}</Button>
              ) : (
                <Button renderRoot={(props) => <Link to="/journey" search={{ journey: page.key, mode: "design" }} {...props} />}>{t("wizard.openMap")}</Button>
              )}
            </div>
          </div>
        </section>
      )}
    </Screen>
  );
}
