import { Link } from "@tanstack/react-router";
import { useId, useState, type ReactNode } from "react";
import type { PeopleSearch } from "../people/peopleSearch";
import "./hint.css";

interface Props {
  children: ReactNode;
  text: ReactNode;
  label?: string;
  /** With this, what is pressed opens the people behind it. */
  people?: PeopleSearch;
}

/** Something short with its definition on hover and on keyboard focus; Esc puts it away. */
export function Hint({ children, text, label, people }: Props) {
  const id = useId();
  const [hidden, hide] = useState(false);
  return (
    <span className="hint" onMouseEnter={() => hide(false)} onKeyDown={(event) => event.key === "Escape" && hide(true)}>
      {people ? (
        <Link to="/people" search={people} className="hint-on" aria-label={label} aria-describedby={id} onFocus={() => hide(false)}>
          {children}
        </Link>
      ) : (
        <button type="button" className="hint-on" aria-label={label} aria-describedby={id} onFocus={() => hide(false)}>
          {children}
        </button>
      )}
      <span role="tooltip" id={id} className={hidden ? "hint-text hint-away" : "hint-text"}>
        {text}
      </span>
    </span>
  );
}
