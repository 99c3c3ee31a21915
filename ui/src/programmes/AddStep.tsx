import { useEffect, useRef, useState } from "react";
import { useWords } from "../app/words";
import { KINDS, type Kind } from "./document";
import { ICONS } from "./steps";

/** Which kind of step: the arrows walk, Enter adds, Esc leaves. */
export function AddStep({ choose, close }: { choose: (kind: Kind) => void; close: () => void }) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [before] = useState(() => document.activeElement);
  useEffect(() => box.current?.querySelector("button")?.focus(), []);
  const leave = () => {
    close();
    if (before instanceof HTMLElement) setTimeout(() => before.focus(), 0);
  };
  return (
    <div
      ref={box}
      className="kinds"
      role="group"
      aria-label={t("structure.whichKind")}
      onKeyDown={(event) => {
        const buttons = [...(box.current?.querySelectorAll("button") ?? [])];
        const at = buttons.indexOf(event.target as HTMLButtonElement);
        const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
        if (event.key === "Escape") leave();
        else if (by) buttons[(at + by + buttons.length) % buttons.length]?.focus();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      {KINDS.map((kind) => {
        const Icon = ICONS[kind];
        return (
          <button key={kind} type="button" onClick={() => choose(kind)}>
            <Icon />
            <span>
              <strong>{t(`kind.${kind}`)}</strong>
              <span className="under quiet small">{t(`kindWhat.${kind}`)}</span>
            </span>
          </button>
        );
      })}
      <button type="button" onClick={leave}>
        <span aria-hidden="true">×</span>
        <span>{t("app.cancel")}</span>
      </button>
    </div>
  );
}
