import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { Dialog } from "../app/Panel";
import { useWords } from "../app/words";
import { change, programme } from "../api/programmes";
import type { ProgrammePage } from "../api/types";

interface Props {
  page: ProgrammePage;
  close: () => void;
}

/** Tells what happens to those inside before it happens. */
export function PausePanel(props: Props) {
  const [inside, setInside] = useState<"wait" | "skip" | "leave">("wait");
  return (
    <Sure {...props} what="pause" asked={{ inside }}>
      <Choices name="pause" of={["wait", "skip", "leave"] as const} chosen={inside} choose={setInside} />
    </Sure>
  );
}

export function ResumePanel(props: Props) {
  const { t } = useWords();
  const [overdue, setOverdue] = useState<"send" | "skip" | "spread">(props.page.overdue ?? "spread");
  return (
    <Sure {...props} what="resume" asked={{ overdue }}>
      {props.page.overdue && <p>{t("run.settled")}</p>}
      <Choices name="resume" of={["spread", "send", "skip"] as const} chosen={overdue} choose={setOverdue} />
    </Sure>
  );
}

export function StopPanel(props: Props) {
  return <Sure {...props} what="stop" asked={{}} />;
}

function Choices<T extends "wait" | "leave" | "send" | "skip" | "spread">({ name, of, chosen, choose }: { name: "pause" | "resume"; of: readonly T[]; chosen: T; choose: (value: T) => void }) {
  const { t } = useWords();
  return (
    <fieldset className="choices">
      <legend className="unseen">{t(`run.${name}Title`)}</legend>
      {of.map((each) => (
        <label key={each}>
          <input type="radio" name={name} checked={chosen === each} onChange={() => choose(each)} />
          {name === "pause" && each === "skip" ? t("run.passOver") : t(`runChoice.${each as string}`)}
        </label>
      ))}
    </fieldset>
  );
}

function Sure({ page, close, what, asked, children }: Props & { what: "pause" | "resume" | "stop"; asked: unknown; children?: ReactNode }) {
  const { t, counted } = useWords();
  const client = useQueryClient();
  const doing = useMutation({
    mutationFn: () => change(page.key, what, asked),
    onSuccess: (next) => {
      client.setQueryData(programme(page.key).queryKey, next);
      void client.invalidateQueries({ queryKey: ["programmes"] });
      announce(t(`runDone.${what}`));
      close();
    },
  });
  return (
    <Dialog title={t(`run.${what}Title`)} close={close}>
      <div className="stack">
        <p>
          {counted("run.inside", page.inside)} {t(`runWhat.${what}`)}
        </p>
        {children}
        {doing.error && <Failure error={doing.error} />}
        <div className="row">
          <Button loading={doing.isPending} onClick={() => doing.mutate()}>
            {t(`runDo.${what}`)}
          </Button>
          <Button variant="default" onClick={close}>
            {t("app.cancel")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
