import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { announce } from "../app/announce";
import { Answer, Failure } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import { answer as finish, note as log, OUTCOMES, task, type TaskOutcome, type TaskPage } from "../api/tasks";
import { BriefView } from "./BriefView";
import { Reach } from "./Reach";
import { ResponseClock } from "./ResponseClock";

/** One task: the brief, the log, and what came of it. */
export function TaskPanel({ id, close }: { id: string; close: () => void }) {
  const { t } = useWords();
  const found = useQuery(task(id));
  return (
    <SidePanel title={found.data ? found.data.title : t("nav.tasks")} close={close}>
      <Answer of={found}>{(page) => <Opened page={page} close={close} />}</Answer>
    </SidePanel>
  );
}

function Opened({ page, close }: { page: TaskPage; close: () => void }) {
  const { t, dateTime } = useWords();
  const open = page.state === "open";
  return (
    <div className="stack">
      <p className="row">
        <Link to="/people/$person" params={{ person: page.person }}>
          {page.name ?? page.person}
        </Link>
        <ResponseClock of={page} />
        <span className="quiet small">
          {t(`contact.${page.contact}`)} · {page.owner}
        </span>
      </p>
      <Reach id={page.person} noCalls={page.no_calls} />
      {page.due && open && <p className="small quiet">{t("tasks.due", { at: dateTime(page.due) })}</p>}
      {page.no_calls && (
        <p className="problem">
          <strong>{t("tasks.noCalls")}</strong> {t("tasks.noCallsWhat")}
        </p>
      )}
      {page.note && <p className="programme-note">{page.note}</p>}
      <BriefView brief={page.brief} />
      <section className="stack" style={{ gap: "0.5rem" }}>
        <h3>{t("tasks.log")}</h3>
        {page.notes.length === 0 && <p className="quiet small">{t("tasks.noLog")}</p>}
        <ul className="plain stack" style={{ gap: "0.4rem" }}>
          {page.notes.map(({ at, who, text }, index) => (
            <li key={index}>
              {text}
              <span className="under quiet small">
                {dateTime(at)} · {who}
              </span>
            </li>
          ))}
        </ul>
        <Note id={page.id} />
      </section>
      {open && <Finish id={page.id} close={close} />}
    </div>
  );
}

function Note({ id }: { id: string }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [text, setText] = useState("");
  const writing = useMutation({
    mutationFn: () => log(id, text.trim()),
    onSuccess: async () => {
      setText("");
      announce(t("tasks.logged"));
      await client.invalidateQueries({ queryKey: ["task", id] });
    },
  });
  return (
    <form
      className="one-line"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) writing.mutate();
      }}
    >
      <TextInput label={t("tasks.note")} placeholder={t("tasks.noteLike")} value={text} maxLength={1000} onChange={(event) => setText(event.currentTarget.value)} />
      <Button type="submit" variant="default" disabled={!text.trim()} loading={writing.isPending}>
        {t("tasks.write")}
      </Button>
      {writing.error && <Failure error={writing.error} />}
    </form>
  );
}

function Finish({ id, close }: { id: string; close: () => void }) {
  const { t } = useWords();
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<TaskOutcome>("reached");
  const [text, setText] = useState("");
  const finishing = useMutation({
    mutationFn: () => finish(id, outcome, text.trim()),
    onSuccess: async () => {
      announce(t("tasks.done"));
      await client.invalidateQueries({ queryKey: ["tasks"] });
      await client.invalidateQueries({ queryKey: ["task", id] });
      close();
    },
  });
  return (
    <form
      className="stack finish"
      onSubmit={(event) => {
        event.preventDefault();
        finishing.mutate();
      }}
    >
      <h3>{t("tasks.finish")}</h3>
      <NativeSelect
        label={t("tasks.outcome")}
        value={outcome}
        onChange={(event) => setOutcome(event.currentTarget.value as TaskOutcome)}
        data={OUTCOMES.map((each) => ({ value: each, label: t(`taskOutcome.${each}`) }))}
      />
      <TextInput label={t("tasks.outcomeText")} value={text} maxLength={1000} onChange={(event) => setText(event.currentTarget.value)} />
      {finishing.error && <Failure error={finishing.error} />}
      <div>
        <Button type="submit" loading={finishing.isPending}>
          {t("tasks.markDone")}
        </Button>
      </div>
    </form>
  );
}
