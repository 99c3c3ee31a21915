import { useSyncExternalStore } from "react";

let message = "";
const listeners = new Set<() => void>();

/** Tells a result to those who listen to the page: the text is read out politely. */
export function announce(text: string): void {
  // A repeated text is a new announcement only when it differs by something silent.
  message = text === message ? `${text}\u00a0` : text;
  listeners.forEach((listener) => listener());
}

export function Announcer() {
  const text = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => message,
  );
  return (
    <div className="unseen" role="status" aria-live="polite">
      {text}
    </div>
  );
}
