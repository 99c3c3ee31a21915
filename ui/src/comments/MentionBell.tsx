import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { mentions } from "../api/comments";
import { BellIcon } from "../app/icons";
import { useWords } from "../app/words";
import "./comments.css";

const MentionPanel = lazy(() => import("./MentionPanel").then((module) => ({ default: module.MentionPanel })));

/** The bell of the top bar: how often the reader was mentioned and has not read it. */
export function MentionBell() {
  const { t } = useWords();
  const [opened, open] = useState(false);
  const unread = useQuery({ ...mentions, select: ({ unread }) => unread }).data ?? 0;
  return (
    <>
      <button type="button" className="tool bell" onClick={() => open(true)} aria-label={t("mentions.unread", { count: unread })}>
        <BellIcon />
        {unread > 0 && (
          <span className="bell-count" aria-hidden="true">
            {unread}
          </span>
        )}
      </button>
      {opened && (
        <Suspense fallback={null}>
          <MentionPanel close={() => open(false)} />
        </Suspense>
      )}
    </>
  );
}
