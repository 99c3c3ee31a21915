import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { comments, type Comment } from "../api/comments";
import { Answer } from "../app/Answer";
import { SidePanel } from "../app/Panel";
import { useComments } from "../app/role";
import { useWords } from "../app/words";
import { CommentForm } from "./CommentForm";
import { Thread } from "./Thread";
import "./comments.css";

interface Props {
  about: string;
  /** Null: the whole document. */
  place: string | null;
  label?: string;
  close: () => void;
}

/** The threads of a place, the open ones first, and a field for a new one. */
export function CommentPanel({ about, place, label, close }: Props) {
  const { t } = useWords();
  const [whole, all] = useState(place === null);
  const shown = whole ? null : place;
  const answer = useQuery(comments(about, shown));
  return (
    <SidePanel title={label && !whole ? t("comments.of", { place: label }) : t("comments.title")} close={close}>
      <div className="stack">
        <Answer of={answer}>{({ comments: found }) => <Threads of={found} about={about} whole={whole} />}</Answer>
        {useComments() && <CommentForm about={about} place={shown ?? ""} parent={null} />}
        {place !== null && (
          <button type="button" className="comment-link" onClick={() => all(!whole)}>
            {whole ? t("comments.onlyHere") : t("comments.everywhere")}
          </button>
        )}
      </div>
    </SidePanel>
  );
}

function Threads({ of: found, about, whole }: { of: Comment[]; about: string; whole: boolean }) {
  const { t } = useWords();
  const firsts = found.filter((each) => each.parent === null);
  const thread = (first: Comment) => (
    <Thread key={first.id} first={first} answers={found.filter((each) => each.parent === first.id)} about={about} told={whole} />
  );
  const resolved = firsts.filter((each) => each.resolved);
  if (firsts.length === 0) return <p className="quiet">{t("comments.none")}</p>;
  return (
    <>
      <ul className="plain stack">{firsts.filter((each) => !each.resolved).map(thread)}</ul>
      {resolved.length > 0 && (
        <details>
          <summary>{t("comments.resolved", { count: resolved.length })}</summary>
          <ul className="plain stack">{resolved.map(thread)}</ul>
        </details>
      )}
    </>
  );
}
