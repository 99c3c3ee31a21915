import type { Problem } from "../api/types";
import { useWords } from "./words";

/** Problems in the server's words: where, what happened, how to mend it. `where` is a place in a text or a file: not for one who edits by fields. */
export function Problems({ of, where = true }: { of: Problem[]; where?: boolean }) {
  const { t } = useWords();
  return (
    <ul className="plain stack" style={{ gap: "0.5rem" }}>
      {of.map((problem, index) => (
        <li key={index} className={problem.level === "error" ? "problem" : `problem hint-level ${problem.level}-level`}>
          <span>
            <strong>{t(`level.${problem.level}`)}</strong>
            {where && problem.where && <span className="quiet"> · {problem.where}</span>}
          </span>
          <span>
            {problem.what} {problem.fix}
          </span>
        </li>
      ))}
    </ul>
  );
}
