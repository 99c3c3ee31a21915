import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Hint } from "../app/Hint";
import { useWords } from "../app/words";
import { market as marketOf, threads as threadsOf, documents } from "../api/content";
import type { ThreadState } from "../api/types";
import { isMapping, type Mapping } from "../draft/json";
import type { LocalText } from "../format/text";
import { Findings } from "./Findings";
import { keyOf, parts } from "./plan";
import { nameOf, useParts, usePlan } from "./usePlan";

const SIGN = { whole: "✓", hint: "!", broken: "✗", missing: "–" } as const;

/** The script: each question from its hook to the offer, and where it breaks. */
export function ThreadsTab() {
  const { t } = useWords();
  const { document, draft, edits } = usePlan();
  const { add } = useParts();
  const states = useQuery(threadsOf(draft.page.key, draft.page.edition)).data ?? [];
  const all = parts(document, "threads");
  return (
    <div className="stack">
      <div className="row spread">
        <p className="quiet">{t("thread.what")}</p>
        {edits && (
          <Button size="compact-sm" onClick={() => add("threads", "thread", {})}>
            {t("thread.add")}
          </Button>
        )}
      </div>
      {all.length === 0 && <p className="card">{t("thread.none")}</p>}
      {all.map((thread) => (
        <Thread key={keyOf(thread)} thread={thread} state={states.find((each) => each.key === keyOf(thread))} />
      ))}
    </div>
  );
}

const hooksIn = (thread: Mapping): Mapping[] => (Array.isArray(thread.hooks) ? thread.hooks.filter(isMapping) : []);

function Thread({ thread, state }: { thread: Mapping; state?: ThreadState }) {
  const { t, text, textLang } = useWords();
  const { go } = usePlan();
  const name = nameOf(thread);
  const id = `thread-${keyOf(thread)}`;
  return (
    <section className="card stack" aria-labelledby={id}>
      <div className="row spread">
        <h2 id={id} lang={textLang(name)} dir="auto">
          {text(name)}
        </h2>
        <Button size="compact-sm" variant="default" onClick={() => go({ open: `threads.${keyOf(thread)}` })}>
          {t("thread.open")} <span className="unseen">{text(name)}</span>
        </Button>
      </div>
      {thread.question !== undefined && (
        <p className="thread-question" dir="auto">
          ”{text(thread.question as LocalText)}”
        </p>
      )}
      {thread.promise !== undefined && (
        <p className="small quiet" dir="auto">
          {t("thread.promise")}: {text(thread.promise as LocalText)}
        </p>
      )}
      <Line thread={thread} state={state} />
      {state && <Findings thread={keyOf(thread)} of={state.findings} names={hooksIn(thread)} />}
      {state && hooksIn(thread).length > 0 && <Hooks thread={thread} state={state} />}
    </section>
  );
}

/** The line through the parts: a word, a sign and a stroke tell how each holds. */
function Line({ thread, state }: { thread: Mapping; state?: ThreadState }) {
  const { t, text, counted } = useWords();
  const forms = useQuery(documents("forms")).data;
  const programmes = useQuery(documents("programmes")).data;
  const offers = useQuery(documents("offers")).data;
  const called = (key: unknown, of: { key: string; name: LocalText }[] | undefined) =>
    typeof key === "string" ? text(of?.find((each) => each.key === key)?.name ?? key) : undefined;
  const what: Record<string, string | undefined> = {
    hook: hooksIn(thread).length > 0 ? counted("thread.hooks", hooksIn(thread).length) : undefined,
    magnet: called(thread.magnet, forms),
    story: called(thread.story, programmes),
    offer: called(thread.offer, offers),
    closing: thread.closing === undefined ? undefined : text(thread.closing as LocalText),
  };
  return (
    <ol className="plain thread-line">
      {(state?.links ?? []).map(({ link, state: holds }) => (
        <li key={link} data-state={holds}>
          <p className="thread-link">
            <span className="thread-sign" aria-hidden="true">
              {SIGN[holds]}
            </span>
            <strong>{t(`threadLink.${link}`)}</strong>
          </p>
          {what[link] && (
            <p className="small" dir="auto">
              {what[link]}
            </p>
          )}
          <p className="small thread-holds">{t(`threadState.${holds}`)}</p>
        </li>
      ))}
    </ol>
  );
}

/** What the hooks cost and brought: attention never stands without the next step. */
function Hooks({ thread, state }: { thread: Mapping; state: ThreadState }) {
  const { t, text, number, percent, money } = useWords();
  const { document, draft } = usePlan();
  const currency = useQuery(marketOf(draft.page.key, draft.page.edition)).data?.spend.currency ?? "EUR";
  const sum = (minor: number | null | undefined) => money(minor === null || minor === undefined ? null : { minor: Math.round(minor), currency });
  const channels = parts(document, "channels");
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t("thread.hookTable")}>
      <table className="table hooks">
        <thead>
          <tr>
            <th scope="col">{t("threadLink.hook")}</th>
            <th scope="col">{t("thread.channel")}</th>
            <th scope="col" className="end">{t("thread.cost")}</th>
            <th scope="col" className="end">{t("thread.people")}</th>
            <th scope="col" className="end">
              <Hint text={t("thread.rateWhat")}>{t("thread.rate")}</Hint>
            </th>
            <th scope="col" className="end">{t("thread.leads")}</th>
            <th scope="col" className="end">
              <Hint text={t("thread.cpaWhat")}>{t("thread.cpa")}</Hint>
            </th>
          </tr>
        </thead>
        <tbody>
          {hooksIn(thread).map((hook) => {
            const brought = state.hooks.find((each) => each.key === keyOf(hook));
            const channel = channels.find((each) => keyOf(each) === hook.channel);
            const why = !brought?.campaign ? t("thread.noCampaign") : brought.by === null ? t("thread.noPeople") : brought.by === "channel" ? t("thread.byChannel") : t("thread.byCampaign");
            return (
              <tr key={keyOf(hook)}>
                <th scope="row" dir="auto" className="hook-name">
                  {text(nameOf(hook))}
                </th>
                <td dir="auto">{channel ? text(nameOf(channel)) : "–"}</td>
                <td className="end number">{sum(brought?.cost)}</td>
                <td className="end number">
                  <Hint text={why}>{number(brought?.people)}</Hint>
                </td>
                <td className="end number">{percent(brought?.rate)}</td>
                <td className="end number">{number(brought?.leads)}</td>
                <td className="end number">{sum(brought?.cpa)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
