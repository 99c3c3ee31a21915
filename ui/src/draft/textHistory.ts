/** Undo and redo of whole texts, bounded; the letters of one field in a row are one step. */

const KEPT = 100;
const TOGETHER_MS = 1500;

export interface History {
  past: string[];
  now: string;
  future: string[];
  gesture: { name: string; at: number } | null;
}

export function record(history: History, next: string, gesture: string | null, at: number): History {
  if (next === history.now) return history;
  const last = history.gesture;
  const goesOn = gesture !== null && last?.name === gesture && at - last.at < TOGETHER_MS && history.past.length > 0;
  return {
    past: goesOn ? history.past : [...history.past, history.now].slice(-KEPT),
    now: next,
    future: [],
    gesture: gesture === null ? null : { name: gesture, at },
  };
}

export function undone({ past, now, future, gesture }: History): History {
  const before = past[past.length - 1];
  return before === undefined ? { past, now, future, gesture } : { past: past.slice(0, -1), now: before, future: [now, ...future], gesture: null };
}

export function redone({ past, now, future, gesture }: History): History {
  const [next, ...rest] = future;
  return next === undefined ? { past, now, future, gesture } : { past: [...past, now], now: next, future: rest, gesture: null };
}
