import { Button, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { announce } from "../app/announce";
import { Answer, Failure } from "../app/Answer";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { decideStop, nameStop, stopList, type StopItem, type StopList } from "../api/improve";

/** What takes work and has no measurable effect, each with its evidence. */
export function StopTab({ journey }: { journey?: string }) {
  const { t, number, date } = useWords();
  const found = useQuery(stopList(journey));
  const edits = useEdits();
  const client = useQueryClient();
  const kept = (answer: StopList) => {
    client.setQueryData(stopList(journey).queryKey, answer);
    void client.invalidateQueries({ queryKey: ["decisions"] });
  };
  return (
    <Answer of={found}>
      {(page) => (
        <div className="stack">
          <section className="card stack">
            <h2>{t("stop.heading")}</h2>
            <p>{t("stop.what")}</p>
            <p className="small quiet">{t("stop.rule", { n: number(page.enough) })}</p>
          </section>
          {page.items.length === 0 && <p className="card">{t("stop.none")}</p>}
          <ul className="plain cards cards-wide">
            {page.items.map((item) => (
              <Item key={item.id} item={item} journey={journey} edits={edits} kept={kept} />
            ))}
          </ul>
          {edits && <Own journey={journey} kept={kept} />}
          {page.kept.length > 0 && (
            <section className="stack" aria-labelledby="kept-heading">
              <h2 id="kept-heading">{t("stop.decided")}</h2>
              <ul className="plain stack" style={{ gap: "0.5rem" }}>
                {page.kept.map((item) => (
                  <li key={item.id} className="card decision" dir="auto">
                    <Title item={item} />
                    <p>
                      <span className="mark">{t(item.stopped ? "stop.stopped" : "stop.kept")}</span> {item.why}
                    </p>
                    <p className="small quiet">
                      {date(item.on)} · {item.by}
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
    </Answer>
  );
}

function Title({ item }: { item: StopItem }) {
  const { text } = useWords();
  return <strong dir="auto">{text(item.title)}</strong>;
}

function Item({ item, journey, edits, kept }: { item: StopItem; journey?: string; edits: boolean; kept: (answer: StopList) => void }) {
  const { t, points, number, date, text } = useWords();
  const [why, setWhy] = useState("");
  const [deciding, setDeciding] = useState(false);
  const decide = useMutation({
    mutationFn: (what: "keep" | "stop") => decideStop(what, item.id, why.trim(), journey),
    onSuccess: (answer) => {
      announce(t("decisions.kept"));
      kept(answer);
    },
  });
  return (
    <li className="card stack" style={{ gap: "0.5rem" }}>
      <p className="small quiet">{t(`stopKind.${item.kind}`)}</p>
      <Title item={item} />
      {item.lift !== null && item.lift_low !== null && item.lift_high !== null && (
        <p className="number">
          {t("stop.lift", { lift: points(item.lift, 1), low: points(item.lift_low, 1), high: points(item.lift_high, 1), n: number(item.n) })}
        </p>
      )}
      {item.lift === null && item.n !== null && <p className="number">{t("stop.ended", { n: number(item.n) })}</p>}
      {item.evidence && <p dir="auto">{item.evidence}</p>}
      {item.who && item.at && (
        <p className="small quiet">
          {date(item.at)} · {item.who}
        </p>
      )}
      {edits && !deciding && (
        <div className="row">
          {item.programme && (
            <Link to="/programmes/$key" params={{ key: item.programme }} search={{}} aria-label={`${t("stop.toProgramme")}: ${text(item.title)}`}>
              {t("stop.toProgramme")}
            </Link>
          )}
          <Button size="compact-sm" variant="default" onClick={() => setDeciding(true)} aria-label={`${t("stop.decide")}: ${text(item.title)}`}>
            {t("stop.decide")}
          </Button>
        </div>
      )}
      {deciding && (
        <form className="stack" style={{ gap: "0.5rem" }} onSubmit={(event) => event.preventDefault()}>
          <Textarea label={t("decisions.why")} value={why} maxLength={4_000} rows={2} required onChange={(event) => setWhy(event.currentTarget.value)} />
          {decide.error && <Failure error={decide.error} />}
          <div className="row">
            <Button size="compact-sm" disabled={!why.trim()} loading={decide.isPending} onClick={() => decide.mutate("stop")}>
              {t("stop.stop")}
            </Button>
            <Button size="compact-sm" variant="default" disabled={!why.trim()} loading={decide.isPending} onClick={() => decide.mutate("keep")}>
              {t("stop.keep")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setDeciding(false)}>
              {t("app.cancel")}
            </Button>
          </div>
        </form>
      )}
    </li>
  );
}

function Own({ journey, kept }: { journey?: string; kept: (answer: StopList) => void }) {
  const { t } = useWords();
  const [title, setTitle] = useState("");
  const [evidence, setEvidence] = useState("");
  const naming = useMutation({
    mutationFn: () => nameStop(title.trim(), evidence.trim(), journey),
    onSuccess: (answer) => {
      setTitle("");
      setEvidence("");
      kept(answer);
    },
  });
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim()) naming.mutate();
      }}
    >
      <h3>{t("stop.own")}</h3>
      <TextInput label={t("stop.ownTitle")} value={title} maxLength={300} onChange={(event) => setTitle(event.currentTarget.value)} />
      <Textarea label={t("stop.ownEvidence")} value={evidence} maxLength={4_000} rows={2} onChange={(event) => setEvidence(event.currentTarget.value)} />
      {naming.error && <Failure error={naming.error} />}
      <div>
        <Button type="submit" variant="default" disabled={!title.trim()} loading={naming.isPending}>
          {t("stop.add")}
        </Button>
      </div>
    </form>
  );
}
