import { Button, Textarea } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState, type KeyboardEvent } from "react";
import { changeComment, writeComment, type Comment } from "../api/comments";
import { team } from "../api/team";
import { announce } from "../app/announce";
import { Failure } from "../app/Answer";
import { useWords } from "../app/words";
import { begunAt, completed, matching, type Begun } from "./mention";

interface Props {
  about: string;
  place: string;
  parent: number | null;
  /** The comment whose text is changed, if it is not a new one. */
  editing?: Comment;
  done?: () => void;
}

/** A comment being written. After an @ the team's names are offered: arrows choose, Enter or Tab takes one. */
export function CommentForm({ about, place, parent, editing, done }: Props) {
  const { t } = useWords();
  const client = useQueryClient();
  const [text, setText] = useState(editing?.text ?? "");
  const field = useRef<HTMLTextAreaElement>(null);
  const [begun, begin] = useState<Begun | null>(null);
  const [at, move] = useState(0);
  const list = useId();
  const names = useQuery(team).data?.filter((each) => !each.disabled).map((each) => each.name) ?? [];
  const offered = begun ? matching(names, begun.said) : [];
  const writing = useMutation({
    mutationFn: () => (editing ? changeComment(editing.id, { text: text.trim() }) : writeComment(about, place, text.trim(), parent)),
    onSuccess: async () => {
      setText("");
      announce(t("comments.written"));
      await client.invalidateQueries({ queryKey: ["comments"] });
      done?.();
    },
  });
  const look = (value: string, caret: number) => {
    begin(begunAt(value, caret));
    move(0);
  };
  const take = (name: string) => {
    const input = field.current;
    if (!input || !begun) return;
    const next = completed(text, begun, input.selectionStart, name);
    setText(next.text);
    begin(null);
    requestAnimationFrame(() => {
      input.focus();
      input.setSelectionRange(next.caret, next.caret);
    });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (text.trim()) writing.mutate();
    }
    if (offered.length === 0) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) move((at + step + offered.length) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") take(offered[at]!);
    else if (event.key === "Escape") begin(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <form
      className="stack comment-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) writing.mutate();
      }}
    >
      <div className="comment-field">
        <Textarea
          ref={field}
          label={editing ? t("comments.edit") : parent === null ? t("comments.new") : t("comments.answer")}
          description={t("comments.how")}
          value={text}
          autosize
          minRows={2}
          maxLength={10_000}
          autoFocus={parent !== null || editing !== undefined}
          aria-autocomplete="list"
          aria-controls={offered.length > 0 ? list : undefined}
          aria-activedescendant={offered.length > 0 ? `${list}-${at}` : undefined}
          onChange={(event) => {
            setText(event.currentTarget.value);
            look(event.currentTarget.value, event.currentTarget.selectionStart);
          }}
          onKeyDown={keys}
          onBlur={() => begin(null)}
        />
        {offered.length > 0 && (
          <ul id={list} role="listbox" className="plain comment-names" aria-label={t("comments.names")}>
            {offered.map((name, index) => (
              <li key={name} id={`${list}-${index}`} role="option" aria-selected={index === at} onMouseDown={(event) => (event.preventDefault(), take(name))}>
                {name}
              </li>
            ))}
          </ul>
        )}
      </div>
      <p className="row">
        <Button type="submit" disabled={!text.trim()} loading={writing.isPending}>
          {editing ? t("comments.save") : t("comments.send")}
        </Button>
        {done && (
          <Button variant="default" onClick={done}>
            {t("comments.cancel")}
          </Button>
        )}
      </p>
      {writing.isError && <Failure error={writing.error} />}
    </form>
  );
}
