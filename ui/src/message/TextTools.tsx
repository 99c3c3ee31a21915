import { useState, type KeyboardEvent, type ReactNode } from "react";
import { useWords } from "../app/words";
import type { Mark } from "./marks";

/** What is drawn on the buttons; their names are read aloud and shown on hover. */
const DRAWN: Record<Mark | "variable", ReactNode> = {
  bold: <b>B</b>,
  italic: <i>I</i>,
  link: <path d="M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1" />,
  bullets: <path d="M9 6h11M9 12h11M9 18h11M4.5 6v.1M4.5 12v.1M4.5 18v.1" />,
  numbers: <path d="M10 6h10M10 12h10M10 18h10M4 5l1.5-1v5M4 15.5c.3-1.4 2.4-1.2 2.3.1-.1.9-1.4 1.5-2.3 3.4h2.5" />,
  heading: <b>H</b>,
  variable: "{ }",
};
const KEYS: Partial<Record<Mark | "variable", string>> = { bold: "B", italic: "I", link: "K" };

interface Props {
  label: string;
  /** The field it belongs to. */
  controls: string;
  marks: readonly Mark[];
  on: readonly Mark[];
  press: (mark: Mark) => void;
  choosing: boolean;
  choose: () => void;
}

/** Buttons over a text field: one stop of Tab, arrows from one to the next. */
export function TextTools({ label, controls, marks, on, press, choosing, choose }: Props) {
  const { t } = useWords();
  const tools = [...marks, "variable" as const];
  const [at, setAt] = useState(0);
  const moved = (event: KeyboardEvent<HTMLDivElement>) => {
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tools.length - 1 }[event.key];
    if (to === undefined) return;
    const next = (to + tools.length) % tools.length;
    setAt(next);
    event.currentTarget.querySelectorAll("button")[next]?.focus();
    event.preventDefault();
  };
  return (
    <div className="text-tools" role="toolbar" aria-label={label} aria-controls={controls} onKeyDown={moved}>
      {tools.map((tool, index) => {
        const key = KEYS[tool];
        const name = t(`textTool.${tool}`);
        const drawn = DRAWN[tool];
        return (
          <button
            key={tool}
            type="button"
            className="text-tool"
            tabIndex={index === at ? 0 : -1}
            aria-label={name}
            title={key ? `${name} (Ctrl ${key})` : name}
            aria-keyshortcuts={key && `Control+${key}`}
            aria-pressed={tool === "variable" ? undefined : on.includes(tool)}
            aria-expanded={tool === "variable" ? choosing : undefined}
            onMouseDown={(event) => event.preventDefault() /* the field keeps its selection */}
            onFocus={() => setAt(index)}
            onClick={() => (tool === "variable" ? choose() : press(tool))}
          >
            {tool === "link" || tool === "bullets" || tool === "numbers" ? (
              <svg width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
                {drawn}
              </svg>
            ) : (
              <span aria-hidden="true">{drawn}</span>
            )}
          </button>
        );
      })}
    </div>
  );
}
