import { useEffect, useRef } from "react";
import { useWords } from "../../app/words";

interface Props {
  label: string;
  value: number | null;
  set: (value: number) => void;
  done: (go: "stay" | "next" | "before") => void;
}

/** The assumed emotion of a stage, from −2 to 2: arrows change it, a digit sets it. */
export function EmotionEditor({ label, value, set, done }: Props) {
  const { t } = useWords();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const word = t(`emotion.${value ?? 0}`);
  return (
    <span className="emotion-edit">
      <input
        ref={field}
        type="range"
        min={-2}
        max={2}
        step={1}
        value={value ?? 0}
        aria-label={label}
        aria-valuetext={word}
        onChange={(event) => set(Number(event.currentTarget.value))}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Tab" || event.key === "Enter" || event.key === "Escape") {
            event.preventDefault();
            if (value === null && event.key === "Enter") set(0);
            done(event.key !== "Tab" ? "stay" : event.shiftKey ? "before" : "next");
          }
        }}
        onBlur={() => done("stay")}
      />
      <span className="small" aria-hidden="true">
        {word}
      </span>
    </span>
  );
}
