type Field = HTMLInputElement | HTMLTextAreaElement;

/** Puts text into the field that was written in last, at its caret, as if it had been typed. */
export function insertInto(field: Field, text: string): void {
  const from = field.selectionStart ?? field.value.length;
  retype(field, from, field.selectionEnd ?? from, text);
  field.setSelectionRange(from + text.length, from + text.length);
}

/** Makes the field say something else, as if the part that differs had been typed: the field's own undo takes it back. */
export function retyped(field: Field, next: string): void {
  const now = field.value;
  let from = 0;
  while (from < now.length && from < next.length && now[from] === next[from]) from += 1;
  let end = 0;
  while (end < now.length - from && end < next.length - from && now[now.length - 1 - end] === next[next.length - 1 - end]) end += 1;
  retype(field, from, now.length - end, next.slice(from, next.length - end));
}

function retype(field: Field, from: number, to: number, text: string): void {
  field.focus();
  field.setSelectionRange(from, to);
  // The only way by which a browser takes it for typing; one that has done away with it sets the value.
  if (from === to && !text) return;
  if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  // Through the element's own setter, so that React hears of it.
  Object.getOwnPropertyDescriptor(kind.prototype, "value")!.set!.call(field, field.value.slice(0, from) + text + field.value.slice(to));
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
