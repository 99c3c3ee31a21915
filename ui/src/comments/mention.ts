/** What is being written after an @, and putting a name there. Pure. */

export interface Begun {
  from: number; // where the @ stands
  said: string;
}

const LONGEST = 60;

/** The mention that is being written where the caret stands, or null. */
export function begunAt(text: string, caret: number): Begun | null {
  const from = text.lastIndexOf("@", caret - 1);
  if (from < 0 || caret - from > LONGEST) return null;
  if (from > 0 && /[\p{L}\p{N}]/u.test(text[from - 1]!)) return null; // an e-mail address
  const said = text.slice(from + 1, caret);
  return /[\n@]/.test(said) ? null : { from, said };
}

/** The names that go on from what was written, the nearest first. */
export function matching(names: readonly string[], said: string): string[] {
  const wanted = said.toLocaleLowerCase();
  const starts = (name: string) => name.toLocaleLowerCase().startsWith(wanted);
  const within = (name: string) => name.toLocaleLowerCase().split(/\s+/).some((part) => part.startsWith(wanted));
  return [...names.filter(starts), ...names.filter((name) => !starts(name) && within(name))].slice(0, 6);
}

/** The text with the name in place of what was begun, and where the caret goes. */
export function completed(text: string, begun: Begun, caret: number, name: string): { text: string; caret: number } {
  const put = `@${name} `;
  const rest = text.slice(caret).replace(/^ /, "");
  return { text: text.slice(0, begun.from) + put + rest, caret: begun.from + put.length };
}
