import { Link } from "@tanstack/react-router";
import { useId, useRef, useState, type ReactNode } from "react";
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
  const tip = useRef<HTMLSpanElement>(null);
  const [hidden, hide] = useState(false);
  const show = () => {
    hide(false);
    if (tip.current) keepInside(tip.current);
  };
  return (
    <span className="hint" onMouseEnter={show} onFocus={show} onKeyDown={(event) => event.key === "Escape" && hide(true)}>
      {people ? (
        <Link to="/people" search={people} className="hint-on" aria-label={label} aria-describedby={id}>
          {children}
        </Link>
      ) : (
        <button type="button" className="hint-on" aria-label={label} aria-describedby={id}>
          {children}
        </button>
      )}
      <span role="tooltip" id={id} ref={tip} className={hidden ? "hint-text hint-away" : "hint-text"}>
        {text}
      </span>
    </span>
  );
}

const EDGE = 8;

/** Shifts a text that stands in the middle of its word so far sideways that all of it can be read. */
function keepInside(tip: HTMLElement) {
  tip.style.setProperty("--shift", "0px");
  const { left, right } = tip.getBoundingClientRect();
  const over = Math.min(0, document.documentElement.clientWidth - EDGE - right);
  tip.style.setProperty("--shift", `${Math.max(over, EDGE - left)}px`);
}
