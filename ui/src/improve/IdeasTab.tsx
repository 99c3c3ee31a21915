import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import { announce } from "../app/announce";
import { Answer, Failure } from "../app/Answer";
import { CopyButton } from "../app/CopyButton";
import { useEdits } from "../app/role";
import { useWords } from "../app/words";
import { closeIdeaBox, ideaBox, renewIdeaBox, type IdeaBox, type Improvements } from "../api/improve";
import { ranked } from "./board";
import { Card } from "./Card";
import type { Go } from "./ImproveScreen";

/** The idea box: its link and QR code, and the ideas with their votes. */
export function IdeasTab({ found, journey, go }: { found: UseQueryResult<Improvements>; journey?: string; go: Go }) {
  const { t } = useWords();
  const box = useQuery(ideaBox(journey));
  return (
    <div className="stack">
      <Answer of={box}>{(page) => <BoxLink box={page} journey={journey} />}</Answer>
      <Answer of={found}>
        {(page) => {
          const ideas = ranked(page.improvements.filter(({ kind }) => kind === "idea"));
          return (
            <section className="stack no-print" aria-labelledby="ideas-heading">
              <h2 id="ideas-heading">{t("ideaBox.ideas")}</h2>
              {ideas.length === 0 && <p className="card">{t("ideaBox.none")}</p>}
              <ul className="plain cards cards-wide">
                {ideas.map((item) => (
                  <Card key={item.id} item={item} all={page.improvements} go={go} />
                ))}
              </ul>
            </section>
          );
        }}
      </Answer>
    </div>
  );
}

function BoxLink({ box, journey }: { box: IdeaBox; journey?: string }) {
  const { t, dateTime } = useWords();
  const client = useQueryClient();
  const edits = useEdits();
  const [sure, setSure] = useState(false);
  const kept = (answer: IdeaBox) => {
    setSure(false);
    client.setQueryData(ideaBox(journey).queryKey, answer);
  };
  const making = useMutation({ mutationFn: () => renewIdeaBox(journey), onSuccess: (answer) => (kept(answer), announce(t("ideaBox.made"))) });
  const closing = useMutation({ mutationFn: () => closeIdeaBox(journey), onSuccess: (answer) => (kept(answer), announce(t("ideaBox.closed"))) });
  const error = making.error ?? closing.error;
  if (box.link === null) {
    return (
      <section className="card stack">
        <h2>{t("ideaBox.first")}</h2>
        <p>{t("ideaBox.what")}</p>
        {error && <Failure error={error} />}
        {edits && (
          <div>
            <Button loading={making.isPending} onClick={() => making.mutate()}>
              {t("ideaBox.make")}
            </Button>
          </div>
        )}
      </section>
    );
  }
  const { url, qr, created, who, here } = box.link;
  return (
    <section className="card idea-link" aria-labelledby="idea-link-heading">
      <div className="stack">
        <h2 id="idea-link-heading">{t("ideaBox.heading")}</h2>
        <p className="no-print">{t("ideaBox.what")}</p>
        <p className="idea-url">
          <a href={url} target="_blank" rel="noreferrer">
            {url}
          </a>
        </p>
        {here && <p className="problem hint-level warning-level no-print">{t("ideaBox.here")}</p>}
        <div className="row no-print">
          <CopyButton text={url} label={t("ideaBox.copy")} />
          <Button variant="default" size="sm" onClick={() => window.print()}>
            {t("ideaBox.print")}
          </Button>
          {edits && !sure && (
            <Button variant="default" size="sm" onClick={() => setSure(true)}>
              {t("ideaBox.revoke")}
            </Button>
          )}
        </div>
        {sure && (
          <div className="problem hint-level warning-level no-print">
            <p>{t("ideaBox.revokeWhat")}</p>
            <div className="row">
              <Button size="compact-sm" loading={making.isPending} onClick={() => making.mutate()}>
                {t("ideaBox.renew")}
              </Button>
              <Button size="compact-sm" variant="default" loading={closing.isPending} onClick={() => closing.mutate()}>
                {t("ideaBox.close")}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => setSure(false)}>
                {t("app.cancel")}
              </Button>
            </div>
          </div>
        )}
        {error && <Failure error={error} />}
        <p className="small quiet no-print">{t("ideaBox.madeBy", { who, at: dateTime(created) })}</p>
      </div>
      <img className="qr" src={`data:image/svg+xml,${encodeURIComponent(qr)}`} alt={t("ideaBox.qr")} width={200} height={200} />
    </section>
  );
}
