import { Fragment, type ReactNode } from "react";

/** A comment's text with the names of those it mentions marked. */
export function CommentText({ text, names }: { text: string; names: string[] }) {
  return (
    <p className="comment-text" dir="auto">
      {marked(text, [...names].sort((one, other) => other.length - one.length))}
    </p>
  );
}

function marked(text: string, names: string[]): ReactNode {
  const [name, ...rest] = names;
  if (name === undefined) return text;
  return text.split(`@${name}`).map((part, index) => (
    <Fragment key={index}>
      {index > 0 && <strong className="comment-name">@{name}</strong>}
      {marked(part, rest)}
    </Fragment>
  ));
}
