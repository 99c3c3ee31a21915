import { TextInput } from "@mantine/core";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useWords } from "../app/words";
import { KINDS, type Kind } from "./document";
import { ICONS } from "./steps";

/** Which kind of step: letters search, the arrows walk, Enter adds, Esc leaves. */
export function AddStep({ choose, close }: { choose: (kind: Kind) => void; close: () => void }) {
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [before] = useState(() => document.activeElement);
  const [typed, setTyped] = useState("");
  useEffect(() => box.current?.querySelector<HTMLElement>("button[data-kind]")?.focus(), []);
  const leave = () => {
    close();
    if (before instanceof HTMLElement) setTimeout(() => before.focus(), 0);
  };
  const wanted = typed.trim().toLowerCase();
  const found = KINDS.filter((kind) => `${t(`kind.${kind}`)} ${t(`kindWhat.${kind}`)} ${kind}`.toLowerCase().includes(wanted));
  const pressed = (event: KeyboardEvent) => {
    const buttons = [...(box.current?.querySelectorAll<HTMLElement>("button[data-kind]") ?? [])];
    const at = buttons.indexOf(event.target as HTMLElement);
    const inField = event.target === field.current;
    const by = { ArrowDown: 1, ArrowUp: -1, ...(inField ? {} : { ArrowRight: 1, ArrowLeft: -1 }) }[event.key];
    if (event.key === "Escape") leave();
    else if (by) (at < 0 ? buttons[by > 0 ? 0 : buttons.length - 1] : buttons[(at + by + buttons.length) % buttons.length])?.focus();
    else if (event.key === "Enter" && inField) found[0] && choose(found[0]);
    else if (at >= 0 && event.key.length === 1 && event.key.trim() !== "" && !event.ctrlKey && !event.metaKey && !event.altKey) {
      // A letter on a kind is the beginning of a search.
      setTyped(typed + event.key);
      field.current?.focus();
    } else return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div ref={box} className="kinds" role="group" aria-label={t("structure.whichKind")} onKeyDown={pressed}>
      <div className="kinds-head">
        <TextInput ref={field} type="search" label={t("structure.searchKind")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      </div>
      {found.map((kind) => {
        const Icon = ICONS[kind];
        return (
          <button key={kind} type="button" data-kind={kind} onClick={() => choose(kind)}>
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
      {found.length === 0 && <p className="quiet small">{t("palette.none")}</p>}
    </div>
  );
}
