import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { openComments } from "../api/comments";
import { CommentIcon } from "../app/icons";
import { useWords } from "../app/words";
import "./comments.css";

const CommentPanel = lazy(() => import("./CommentPanel").then((module) => ({ default: module.CommentPanel })));

interface Props {
  /** The document: journey:main, programme:welcome. */
  about: string;
  /** A place in it, such as stages.lead.questions; "" is the whole document and counts every place. */
  place: string;
  /** What the place is called, for the panel's heading and for readers of the screen. */
  label?: string;
}

/** A small button with the count of open threads; it opens them beside the screen. */
export function CommentMark({ about, place, label }: Props) {
  const { t } = useWords();
  const [opened, open] = useState(false);
  const count = useQuery({
    ...openComments(about),
    select: ({ open }) => (place ? (open[place] ?? 0) : Object.values(open).reduce((sum, each) => sum + each, 0)),
  }).data ?? 0;
  const said = t("comments.open", { count });
  return (
    <>
      <button type="button" className="comment-mark" data-some={count > 0} onClick={() => open(true)} aria-label={label ? `${label}: ${said}` : said} title={said}>
        <CommentIcon size={16} />
        {count > 0 && <span aria-hidden="true">{count}</span>}
      </button>
      {opened && (
        <Suspense fallback={null}>
          <CommentPanel about={about} place={place || null} label={label} close={() => open(false)} />
        </Suspense>
      )}
    </>
  );
}
