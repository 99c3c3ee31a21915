import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { changeComment, deleteComment, type Comment } from "../api/comments";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { useComments, useOwns } from "../app/role";
import { useWords } from "../app/words";
import { CommentForm } from "./CommentForm";
import { CommentText } from "./CommentText";

interface Props {
  first: Comment;
  answers: Comment[];
  about: string;
  /** Whether the place is told: the list is of the whole document. */
  told: boolean;
}

/** One thread: what was said, the answers, and resolving it. */
export function Thread({ first, answers, about, told }: Props) {
  const { t, inWords } = usePlace();
  const comments = useComments();
  const [answering, answer] = useState(false);
  const resolving = useChange(() => changeComment(first.id, { resolved: !first.resolved }), first.resolved ? t("comments.isOpen") : t("comments.isResolved"));
  return (
    <li className="card stack comment-thread" data-resolved={Boolean(first.resolved)}>
      {told && first.place && <p className="small quiet">{inWords(first)}</p>}
      {!told && first.gone && <p className="small quiet">{t("comments.gone")}</p>}
      <One of={first} />
      {answers.map((each) => (
        <div key={each.id} className="comment-answer">
          <One of={each} />
        </div>
      ))}
      {first.resolved && <p className="small quiet">{t("comments.resolvedBy", { who: first.resolver ?? t("comments.somebody") })}</p>}
      {comments && !answering && (
        <p className="row">
          <Button size="compact-sm" variant="default" onClick={() => answer(true)}>
            {t("comments.answer")}
          </Button>
          <Button size="compact-sm" variant="subtle" loading={resolving.isPending} onClick={() => resolving.mutate()}>
            {first.resolved ? t("comments.reopen") : t("comments.resolve")}
          </Button>
        </p>
      )}
      {answering && <CommentForm about={about} place={first.place} parent={first.id} done={() => answer(false)} />}
      {resolving.isError && <Failure error={resolving.error} />}
    </li>
  );
}

function One({ of: comment }: { of: Comment }) {
  const { t, dateTime } = useWords();
  const [editing, edit] = useState(false);
  const [sure, ask] = useState(false);
  const owns = useOwns();
  const removing = useChange(() => deleteComment(comment.id), t("comments.isDeleted"));
  const who = comment.who ?? t("comments.somebody");
  return (
    <article aria-label={who}>
      <p className="small">
        <strong dir="auto">{who}</strong> <span className="quiet">{dateTime(comment.at)}</span>
      </p>
      {editing ? (
        <CommentForm about="" place={comment.place} parent={null} editing={comment} done={() => edit(false)} />
      ) : comment.text ? (
        <CommentText text={comment.text} names={comment.mentions} />
      ) : (
        <p className="quiet">{t("comments.wasDeleted")}</p>
      )}
      {comment.text && !editing && (comment.mine || owns) && (
        <p className="row small">
          {comment.mine && (
            <button type="button" className="comment-link" onClick={() => edit(true)}>
              {t("comments.edit")}
            </button>
          )}
          <button type="button" className="comment-link" onClick={() => (sure ? removing.mutate() : ask(true))} onBlur={() => ask(false)}>
            {sure ? t("comments.sure") : t("comments.delete")}
          </button>
        </p>
      )}
      {removing.isError && <Failure error={removing.error} />}
    </article>
  );
}

function useChange(change: () => Promise<unknown>, said: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      announce(said);
      await client.invalidateQueries({ queryKey: ["comments"] });
    },
  });
}

/** The place of a comment in words: its name, or that the document has it no more. */
export function usePlace() {
  const { t, language } = useWords();
  const inWords = ({ named, gone, place }: Pick<Comment, "named" | "gone" | "place">) =>
    gone ? t("comments.gone") : (named?.[language] ?? (place ? place.split(".")[1] : "") ?? "");
  return { t, inWords };
}
