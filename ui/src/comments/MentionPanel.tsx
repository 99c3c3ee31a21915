import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { mentions, readMentions, type Mention } from "../api/comments";
import { Answer } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { useWords } from "../app/words";
import { CommentPanel } from "./CommentPanel";
import { CommentText } from "./CommentText";
import { usePlace } from "./Thread";

/** The comments that name the reader: a press reads one and opens its thread. */
export function MentionPanel({ close }: { close: () => void }) {
  const { t, dateTime } = useWords();
  const { inWords } = usePlace();
  const client = useQueryClient();
  const answer = useQuery(mentions);
  const [opened, open] = useState<Mention | null>(null);
  const reading = useMutation({ mutationFn: readMentions, onSuccess: () => client.invalidateQueries({ queryKey: ["mentions"] }) });
  if (opened) return <CommentPanel about={opened.about} place={opened.place || null} label={inWords(opened) || undefined} close={close} />;
  return (
    <SidePanel title={t("mentions.title")} close={close}>
      <Answer of={answer}>
        {({ mentions: found, unread }) =>
          found.length === 0 ? (
            <p className="quiet">{t("mentions.none")}</p>
          ) : (
            <div className="stack">
              {unread > 0 && (
                <Button variant="default" onClick={() => reading.mutate(null)} loading={reading.isPending}>
                  {t("mentions.readAll")}
                </Button>
              )}
              <ul className="plain stack">
                {found.map((each) => (
                  <li key={each.id} className="card stack mention" data-read={each.read}>
                    <p className="small">
                      <strong dir="auto">{each.who ?? t("comments.somebody")}</strong> <span className="quiet">{dateTime(each.at)}</span>
                      {!each.read && <span className="mark">{t("mentions.new")}</span>}
                    </p>
                    {each.place && <p className="small quiet">{inWords(each)}</p>}
                    <CommentText text={each.text} names={each.mentions} />
                    <p className="row">
                      <Button
                        size="compact-sm"
                        variant="default"
                        onClick={() => {
                          if (!each.read) reading.mutate(each.id);
                          open(each);
                        }}
                      >
                        {t("mentions.open")}
                      </Button>
                      <Document about={each.about} close={close} />
                    </p>
                  </li>
                ))}
              </ul>
            </div>
          )
        }
      </Answer>
    </SidePanel>
  );
}

function Document({ about, close }: { about: string; close: () => void }) {
  const { t } = useWords();
  const [kind, ...rest] = about.split(":");
  const key = rest.join(":");
  if (kind === "journey")
    return (
      <Link to="/journey" search={{ journey: key }} onClick={close}>
        {t("mentions.toJourney")}
      </Link>
    );
  if (kind === "programme")
    return (
      <Link to="/programmes/$key" params={{ key }} onClick={close}>
        {t("mentions.toProgramme")}
      </Link>
    );
  return null;
}
