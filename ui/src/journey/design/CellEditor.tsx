import { useEffect, useRef, type KeyboardEvent } from "react";
import { movedLine } from "./lines";
import { usePaused } from "./usePaused";

interface Props {
  label: string;
  text: string;
  /** The letter that began it: a new text for a list, more of the text for one. */
  typed: string;
  lang: string;
  /** Several texts, one on each line; else one text. */
  many: boolean;
  write: (text: string) => void;
  /** How it ended: where to go on. */
  done: (go: "stay" | "next" | "before") => void;
}

/** The texts of a cell while they are written. Letters stay here until there is a pause, so that a large map does not lag. */
export function CellEditor({ label, text, typed, lang, many, write, done }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { value, setValue, send } = usePaused(text, write, typed && many && text ? `${text}\n${typed}` : text + typed);
  useEffect(() => {
    const end = field.current!.value.length;
    field.current!.focus();
    field.current!.setSelectionRange(end, end);
  }, []);

  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.altKey && many && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      const next = movedLine(value, event.currentTarget.selectionStart, event.key === "ArrowUp" ? -1 : 1);
      if (!next) return;
      setValue(next.text);
      requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
    } else if (event.key === "Escape" || (event.key === "Enter" && (!many || event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      send();
      done("stay");
    } else if (event.key === "Tab") {
      event.preventDefault();
      send();
      done(event.shiftKey ? "before" : "next");
    }
  };
  return (
    <textarea
      ref={field}
      className="cell-editor"
      aria-label={label}
      lang={lang}
      dir="auto"
      spellCheck
      rows={Math.min(12, Math.max(many ? 3 : 2, value.split("\n").length + (many ? 1 : 0)))}
      value={value}
      onChange={(event) => setValue(event.currentTarget.value)}
      onKeyDown={pressed}
      onBlur={() => {
        send();
        done("stay");
      }}
    />
  );
}
