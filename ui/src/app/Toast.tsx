import { Button } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useWords } from "./words";

interface Offer {
  text: string;
  undo: () => void;
}

const SHOWN_MS = 10_000;
let offer: Offer | null = null;
const listeners = new Set<() => void>();

function show(next: Offer | null): void {
  offer = next;
  listeners.forEach((listener) => listener());
}

/** Says what was done and offers to take it back. */
export function offerUndo(text: string, undo: () => void): void {
  show({ text, undo });
}

/** The last thing that can be taken back; it stays while it is pointed at or has the focus. */
export function Toast() {
  const { t } = useWords();
  const now = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => offer,
  );
  const [held, hold] = useState(false);
  useEffect(() => {
    if (!now || held) return;
    const timer = setTimeout(() => show(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [now, held]);
  return (
    <div role="status" className="toasts">
      {now && (
        <div
          className="toast"
          onMouseEnter={() => hold(true)}
          onMouseLeave={() => hold(false)}
          onFocus={() => hold(true)}
          onBlur={() => hold(false)}
        >
          <span>{now.text}</span>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              now.undo();
              show(null);
            }}
          >
            {t("app.undo")}
          </Button>
        </div>
      )}
    </div>
  );
}
