/** What could not be saved yet, kept in the browser until it is. */

let whose = "";

/** From now on copies are this user's: their id tells the workspace, too, and a browser may have many of both. */
export function keepFor(user: string): void {
  whose = user;
}

const name = (key: string) => `polku.draft.${whose}.${key}`;

export function keep(key: string, text: string, edition: number): void {
  try {
    localStorage.setItem(name(key), JSON.stringify({ text, edition }));
  } catch {
    // A full or forbidden storage must not stop the editing.
  }
}

export interface Copy {
  text: string;
  /** The one it was written on top of; another is on the server by now when somebody saved in between. */
  edition: number;
}

/** What was kept; null when nothing was, or it is what the server holds. */
export function recall(key: string, body: string): Copy | null {
  try {
    const copy = JSON.parse(localStorage.getItem(name(key)) ?? "null") as Partial<Copy> | null;
    if (typeof copy?.text !== "string" || typeof copy.edition !== "number" || copy.text === body) return null;
    return { text: copy.text, edition: copy.edition };
  } catch {
    return null;
  }
}

/** Lets go of a text that is safe now; what another tab has kept since stays. */
export function forget(key: string, text: string): void {
  if (recall(key, text) === null) localStorage.removeItem(name(key));
}
