/** Finding by what somebody types: loosely, as Finnish words bend and keyboards lack letters. */

/** ä and a are the same when searching, and so are capitals. */
export const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export const wordsOf = (text: string): string[] => plain(text).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

const STEM = 5;

/** A word begins with what was typed, or shares its stem: "asiakaspolun" finds "asiakaspolku". */
function begins(word: string, typed: string): boolean {
  if (word.startsWith(typed)) return true;
  const stem = typed.slice(0, Math.max(STEM, typed.length - 3));
  return typed.length > STEM && word.startsWith(stem);
}

/** Whether each typed word begins some word of the text. Nothing typed matches all. */
export function matches(text: string, typed: string): boolean {
  const words = wordsOf(text);
  return wordsOf(typed).every((part) => words.some((word) => begins(word, part)));
}
