import type { UseQueryResult } from "@tanstack/react-query";
import { Answer } from "../app/Answer";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import type { Cases, InventedPerson, Preview } from "../api/types";
import type { Tongue } from "../draft/localText";
import { PersonPick } from "../programmes/PersonPick";
import { TestSendForm } from "../programmes/TestSendForm";
import type { Draft } from "../programmes/useDraft";
import type { Whom } from "./invented";
import { InventPerson } from "./InventPerson";
import { ShownEmail } from "./ShownEmail";

interface Props {
  draft: Draft;
  step: string;
  tongue: Tongue;
  person: string | undefined;
  pick: (person: string) => void;
  invented: InventedPerson | null;
  invent: (next: InventedPerson | null) => void;
  /** Who the letter below is shown as. */
  whom: Whom | null;
  suggested: Cases["people"];
  asked: UseQueryResult<Preview>;
}

/** The message as one person gets it, whether they would get it, and a test to oneself. */
export function MessagePreview({ draft, step, tongue, person, pick, invented, invent, whom, suggested, asked }: Props) {
  const { t } = useWords();
  return (
    <section className="stack letter-see" aria-label={t("action.preview")}>
      {suggested.length > 0 && (
        <div className="chips" role="group" aria-label={t("letter.cases")}>
          {suggested.map((each) => (
            <button key={each.case} type="button" className="chip" data-on={!invented && each.person === person} aria-pressed={!invented && each.person === person} onClick={() => pick(each.person)}>
              {t(`letterCase.${each.case}`)}: <bdi>{each.name ?? each.id}</bdi>
            </button>
          ))}
        </div>
      )}
      <details>
        <summary>{t("letter.otherPerson")}</summary>
        <div style={{ paddingTop: "0.5rem" }}>
          <PersonPick programme={draft.page.key} chosen={invented ? undefined : person} choose={pick} />
        </div>
      </details>
      <InventPerson of={invented} change={invent} tongue={tongue} />
      {whom ? (
        <Answer of={asked}>
          {(found) => (
            <>
              <Verdict of={found} />
              <Contents of={found} tongue={tongue} />
              {found.email && <TestSendForm draft={draft} whom={whom} node={step} language={tongue} />}
            </>
          )}
        </Answer>
      ) : (
        <p className="quiet">{t("letter.nobody")}</p>
      )}
    </section>
  );
}

/** Whether it would be sent now, and why not. */
export function Verdict({ of: { policy, problems } }: { of: Preview }) {
  const { t, dateTime } = useWords();
  return (
    <>
      {problems.length > 0 && <Problems of={problems} />}
      {policy && (
        <div className="policy" data-outcome={policy.outcome}>
          <strong>{t(`policy.${policy.outcome}`, { channel: policy.channel ? t(`channel.${policy.channel}`) : "–", until: dateTime(policy.until) })}</strong>
          {policy.reason && (
            <span>
              {policy.reason.what} {policy.reason.fix}
            </span>
          )}
        </div>
      )}
    </>
  );
}

/** What each channel says. */
export function Contents({ of: { email, sms, push }, tongue }: { of: Preview; tongue?: Tongue }) {
  const { t } = useWords();
  return (
    <>
      {email && <ShownEmail of={email} tongue={tongue} />}
      {sms && (
        <section>
          <h3>{t("channel.sms")}</h3>
          <p className="bubble" lang={tongue} dir="auto">
            {sms.text}
          </p>
        </section>
      )}
      {push && (
        <section>
          <h3>{t("channel.push")}</h3>
          <p className="bubble" lang={tongue} dir="auto">
            <strong>{push.title}</strong>
            <br />
            {push.body}
          </p>
        </section>
      )}
    </>
  );
}
