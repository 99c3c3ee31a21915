/** The HTML of a letter as a mail program shows it in the light or in the dark, whatever the reader's own screen is. Pure. */
export function inLook(html: string, dark: boolean): string {
  return html.replace(/@media\s*\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/g, (_, scheme: string) => `@media ${(scheme === "dark") === dark ? "all" : "not all"}`);
}
