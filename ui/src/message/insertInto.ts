/** Puts text into the field that was written in last, at its caret, as if it had been typed. */
export function insertInto(field: HTMLInputElement | HTMLTextAreaElement, text: string): void {
  const from = field.selectionStart ?? field.value.length;
  const to = field.selectionEnd ?? from;
  const kind = field instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
  const value = field.value.slice(0, from) + text + field.value.slice(to);
  // Through the element's own setter, so that React hears of it.
  Object.getOwnPropertyDescriptor(kind.prototype, "value")!.set!.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(from + text.length, from + text.length);
}
