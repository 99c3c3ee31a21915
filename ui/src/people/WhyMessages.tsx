import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Answer } from "../app/Answer";
import { useWords } from "../app/words";
import { explanation, programmes } from "../api/programmes";
import type { Explanation } from "../api/types";
import type { LocalText } from "../format/text";
import { useStageNames } from "../programmes/useStageNames";
import { MessageEntry } from "./MessageEntry";

const route = getRouteApi("/people/$person");

/** Why they did, or did not, get the messages of a programme. */
export function WhyMessages({ person }: { person: string }) {
  const { t, text } = useWords();
  const { programme } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery(programmes).data;
  const all = list ? [...list.stages.flatMap((stage) => stage.programmes), ...list.unbound] : [];
  const running = all.filter(({ version }) => version !== null);
  if (list && running.length === 0 && !programme) return null;
  return (
    <section className="card stack" aria-labelledby="why-heading">
      <h2 id="why-heading">{t("why.heading")}</h2>
      <NativeSelect
        className="why-pick"
        label={t("why.programme")}
        value={programme ?? ""}
        onChange={(event) => void navigate({ search: (old) => ({ ...old, programme: event.target.value || undefined }), replace: true, resetScroll: false })}
        data={[{ value: "", label: t("why.choose") }, ...(running.length ? running : all).map(({ key, name }) => ({ value: key, label: text(name) }))]}
      />
      {programme && <Explained programme={programme} person={person} />}
    </section>
  );
}

function Explained({ programme, person }: { programme: string; person: string }) {
  const answer = useQuery(explanation(programme, person));
  return <Answer of={answer}>{(found) => <Told of={found} />}</Answer>;
}

function Told({ of: found }: { of: Explanation }) {
  const { t, text, dateTime } = useWords();
  const named = useStageNames();
  const said = (words: LocalText) => named(text(words));
  return (
    <div className="stack" aria-live="polite">
      {found.entries.length === 0 && <p>{t("why.never")}</p>}
      {found.entries.map((entry) => (
        <article key={entry.entry} className="entry stack" style={{ gap: "0.5rem" }}>
          <h3>
            {t("why.entered", { at: dateTime(entry.at) })}{" "}
            <Link to="/programmes/$key" params={{ key: found.programme }} search={{ tab: "history" }} className="small">
              {t("programme.version", { n: entry.version })}
            </Link>
          </h3>
          <p>{said(entry.why)}</p>
          {entry.arm === "holdout" && <p className="problem hint-level">{t("why.holdout")}</p>}
          {entry.path.length > 0 && (
            <ol className="way">
              {entry.path.map((step, index) => (
                <li key={`${step.node}${index}`}>
                  {said(step.words)} <span className="quiet small number">{dateTime(step.at)}</span>
                  {step.why && <span className="under small">{said(step.why)}</span>}
                </li>
              ))}
            </ol>
          )}
          {entry.where && (
            <p className="waits-now">
              <strong>{t("why.waits")}</strong> {said(entry.where.words)}
              {text(entry.where.waits) !== text(entry.where.words) && <> – {said(entry.where.waits)}</>}
              {entry.where.due && <> {t("why.until", { at: dateTime(entry.where.due) })}</>}
            </p>
          )}
          {entry.left && (
            <p>
              {t("why.left", { at: dateTime(entry.left.at) })} {said(entry.left.why)}
            </p>
          )}
          {entry.messages.length > 0 && (
            <ul className="plain stack" style={{ gap: "0.4rem" }}>
              {entry.messages.map((message) => (
                <li key={message.id}>
                  <span className="quiet small number">{dateTime(message.at)}</span>
                  <MessageEntry of={message} />
                </li>
              ))}
            </ul>
          )}
        </article>
      ))}
      {found.not_entered.length > 0 && (
        <section>
          <h3>{t("why.notEntered")}</h3>
          <ul>
            {found.not_entered.map(({ at, why }, index) => (
              <li key={index}>
                {at && <span className="number">{dateTime(at)}: </span>}
                {said(why)}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
