import { Button, NativeSelect, TextInput, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { announce } from "../app/announce";
import { Answer, Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { Problems } from "../app/Problems";
import { useWords } from "../app/words";
import { figuresChanged } from "../api/queries";
import { publish, publishing } from "../api/programmes";
import type { GroupChoice, PublishPlan } from "../api/types";
import { Reasons } from "./Reasons";
import type { Draft } from "./useDraft";

/** Over so many messages in the first day their number has to be typed. */
const MANY = 1000;
const CHOICES: GroupChoice[] = ["stay", "move", "leave"];
const FATES: Record<GroupChoice, string> = { stay: "fate.stay", move: "fate.move", leave: "fate.leave" };

/** Before a version goes out: who comes in, what becomes of those inside, what will be sent and what held back. */
export function Publish({ draft, close }: { draft: Draft; close: () => void }) {
  const { t } = useWords();
  const [ready, setReady] = useState(false);
  // The plan is of what is saved: what is still being typed goes first.
  useEffect(() => {
    void draft.flush().then(setReady);
  }, []);
  const plan = useQuery({ ...publishing(draft.page.key), enabled: ready });
  return (
    <SidePanel title={t("publish.title")} close={close}>
      <Answer of={plan}>{(found) => <Form draft={draft} plan={found} close={close} />}</Answer>
    </SidePanel>
  );
}

function Form({ draft, plan, close }: { draft: Draft; plan: PublishPlan; close: () => void }) {
  const { t, text, counted, number } = useWords();
  const client = useQueryClient();
  const [note, setNote] = useState("");
  const [groups, setGroups] = useState<Record<string, GroupChoice>>({});
  const [enrol, setEnrol] = useState<"forward" | "also_now">("forward");
  const [mode, setMode] = useState<"live" | "shadow">(plan.shadow_may && plan.problems.some(({ level }) => level === "error") ? "shadow" : "live");
  const [typed, setTyped] = useState("");
  const stopped = plan.problems.some(({ level }) => level === "error");
  const blocked = stopped && !(mode === "shadow" && plan.shadow_may);
  const expected = enrol === "also_now" ? plan.expected_also_now : plan.expected;
  // The held are of those who come in at once: with "from now on" they are nobody, but where a round or an audience decides.
  const atOnce = enrol === "also_now" || plan.expected.week === plan.expected_also_now.week;
  const first = expected.day + expected.tasks_day;
  const typing = first > MANY && mode === "live";
  const wrongNumber = typing && Number(typed.replace(/\s/g, "")) !== first;
  const everybody = plan.inside.reduce((sum, { people }) => sum + people, 0);
  const fate = (which: GroupChoice) => plan.inside.reduce((sum, { node, people }) => sum + ((groups[node] ?? "stay") === which ? people : 0), 0);
  const insideSentence = [
    counted("run.inside", everybody),
    ...CHOICES.filter((each) => fate(each) > 0).map((each) => counted(FATES[each], fate(each))),
  ].join(" ");
  const sending = useMutation({
    mutationFn: () =>
      publish(draft.page.key, {
        note: note.trim(),
        inside: "stay",
        groups,
        enrol,
        mode,
        recipients: typing ? first : null,
      }),
    onSuccess: async ({ version }) => {
      announce(t("publish.done", { n: version }));
      await figuresChanged(client);
      close();
    },
  });
  return (
    <div className="stack publish">
      {plan.problems.length > 0 && <Problems of={plan.problems} where={false} />}
      <section>
        <h3>{t("publish.enters")}</h3>
        <p>
          <strong className="number">{counted("publish.entersNow", plan.enters_now)}</strong>
        </p>
        {plan.examples.length > 0 && (
          <p className="small">
            {t("publish.examples")}{" "}
            {plan.examples.map(({ person, id, name }, index) => (
              <span key={person}>
                {index > 0 && ", "}
                <Link to="/people/$person" params={{ person }}>
                  {name ?? id}
                </Link>
              </span>
            ))}
          </p>
        )}
        <fieldset className="choices" style={{ marginTop: "0.5rem" }}>
          <legend className="unseen">{t("publish.enters")}</legend>
          {(["forward", "also_now"] as const).map((each) => (
            <label key={each}>
              <input type="radio" name="enrol" checked={enrol === each} onChange={() => setEnrol(each)} />
              {t(`enrol.${each}`)}
            </label>
          ))}
        </fieldset>
      </section>
      {plan.inside.length > 0 && (
        <section className="stack" style={{ gap: "0.5rem" }}>
          <h3>{t("publish.inside")}</h3>
          <p>{insideSentence}</p>
          <p className="small quiet">{t("publish.insideWhat")}</p>
          {plan.inside.map(({ node, words, people, new_node }) => (
            <div key={node} className="inside-group">
              <span>
                {text(words)} <span className="quiet small">{counted("unit.people", people)}</span>
              </span>
              <NativeSelect
                aria-label={t("publish.group", { step: text(words) })}
                value={groups[node] ?? "stay"}
                onChange={(event) => setGroups({ ...groups, [node]: event.currentTarget.value as GroupChoice })}
                data={CHOICES.filter((each) => each !== "move" || new_node !== null).map((each) => ({ value: each, label: t(`group.${each}`) }))}
              />
            </div>
          ))}
        </section>
      )}
      <section>
        <h3>{t("publish.expected")}</h3>
        <p>
          {t("publish.expectedFigures", { day: counted("unit.messages", expected.day), week: counted("unit.messages", expected.week) })}
        </p>
        {expected.tasks_week > 0 && (
          <p>{t("publish.expectedTasks", { day: counted("unit.tasks", expected.tasks_day), week: counted("unit.tasks", expected.tasks_week) })}</p>
        )}
        {atOnce && plan.enters_now > 0 && (
          <p>{t("publish.letThrough", { day: counted("unit.messages", plan.let_through.day), week: counted("unit.messages", plan.let_through.week) })}</p>
        )}
        <h4 className="small">{t("publish.held")}</h4>
        {atOnce ? <Reasons of={plan.held} none={t("publish.noneHeld")} /> : <p className="quiet">{t("publish.heldLater")}</p>}
      </section>
      <fieldset className="choices">
        <legend>
          <strong>{t("publish.mode")}</strong>
        </legend>
        {(["live", "shadow"] as const).map((each) => (
          <label key={each}>
            <input type="radio" name="mode" checked={mode === each} onChange={() => setMode(each)} />
            {t(`mode.${each}`)}
          </label>
        ))}
      </fieldset>
      {stopped && plan.shadow_may && <p className="small quiet">{t("publish.shadowMay")}</p>}
      <Textarea label={t("publish.note")} description={t("publish.noteWhat")} rows={2} maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      {typing && (
        <TextInput
          label={t("publish.typing", { n: number(first) })}
          inputMode="numeric"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      {sending.error && <Failure error={sending.error} />}
      <div className="row">
        <Button disabled={blocked || !note.trim() || wrongNumber} loading={sending.isPending} onClick={() => sending.mutate()}>
          {t(mode === "shadow" ? "publish.goShadow" : "publish.go")}
        </Button>
        <Button variant="default" onClick={close}>
          {t("app.cancel")}
        </Button>
        {blocked && <span className="small bad">{t("publish.blocked")}</span>}
        {!blocked && !note.trim() && <span className="small quiet">{t("publish.needsNote")}</span>}
      </div>
    </div>
  );
}
