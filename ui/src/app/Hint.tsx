import { useId, useState, type ReactNode } from "react";
import "./hint.css";

/** Something short with its definition on hover and on keyboard focus; Esc puts it away. */
export function Hint({ children, text, label }: { children: ReactNode; text: ReactNode; label?: string }) {
  const id = useId();
  const [hidden, hide] = useState(false);
  return (
    <span className="hint" onMouseEnter={() => hide(false)} onKeyDown={(event) => event.key === "Escape" && hide(true)}>
      <button type="button" className="hint-on" aria-label={label} aria-describedby={id} onFocus={() => hide(false)}>
        {children}
      </button>
      <span role="tooltip" id={id} className={hidden ? "hint-text hint-away" : "hint-text"}>
        {text}
      </span>
    </span>
  );
}
