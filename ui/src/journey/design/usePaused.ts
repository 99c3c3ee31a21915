/** A text that is typed here and goes to the document at a pause, so that a large map does not lag behind the fingers. */

import { useEffect, useRef, useState } from "react";

const PAUSE_MS = 600;

/** `start`: how the field begins, when that is not yet what the document says. */
export function usePaused(text: string, write: (text: string) => void, start = text) {
  const [value, setValue] = useState(start);
  const latest = useRef({ value, sent: text, write });
  latest.current.value = value;
  latest.current.write = write;
  const [send] = useState(() => () => {
    const { value: now, sent } = latest.current;
    if (now === sent) return;
    latest.current.sent = now;
    latest.current.write(now);
  });
  // Undo and other people's changes are shown; one's own text stays as it was typed.
  useEffect(() => {
    if (text === latest.current.sent) return;
    const idle = latest.current.value === latest.current.sent;
    latest.current.sent = text;
    if (idle) setValue(text);
  }, [text]);
  useEffect(() => {
    if (value === latest.current.sent) return;
    const timer = setTimeout(send, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value, send]);
  // What is not yet in the document goes there when the field or the page is left.
  useEffect(() => {
    window.addEventListener("pagehide", send);
    return () => {
      window.removeEventListener("pagehide", send);
      send();
    };
  }, [send]);
  return { value, setValue, send };
}
