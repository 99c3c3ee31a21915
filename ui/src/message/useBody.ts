import { useState } from "react";
import { read, write, type Body } from "./blocks";

/** The blocks of a text. They stay as they are edited (an empty block too) until the text changes elsewhere. */
export function useBody(text: string, change: (text: string, gesture: string) => void): [Body, (next: Body, gesture: string) => void] {
  const [held, hold] = useState(() => ({ text, body: read(text) }));
  const body = held.text === text ? held.body : read(text);
  return [
    body,
    (next, gesture) => {
      const written = write(next);
      hold({ text: written, body: next });
      change(written, gesture);
    },
  ];
}
