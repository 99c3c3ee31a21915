/** What could not be saved yet, kept in the browser until it is. */

const name = (key: string) => `polku.draft.${key}`;

export function keep(key: string, text: string, edition: number): void {
  try {
    localStorage.setItem(name(key), JSON.stringify({ text, edition }));
  } catch {
    // A full or forbidden storage must not stop the editing.
  }
}

/** The kept text, when it was written on top of this edition; an older one is let go. */
export function recall(key: string, edition: number): string | null {
  try {
    const copy = JSON.parse(localStorage.getItem(name(key)) ?? "null") as { text?: unknown; edition?: unknown } | null;
    return copy && copy.edition === edition && typeof copy.text === "string" ? copy.text : null;
  } catch {
    return null;
  }
}

export function forget(key: string): void {
  localStorage.removeItem(name(key));
}
