/** Cells as the clipboard carries them: rows and columns parted by tabs, a cell of several lines in quotes. */

/** Table text as spreadsheets write it. Null when it is no table: one cell of lines. */
export function table(text: string): string[][] | null {
  if (!text.includes("\t")) return null;
  const rows: string[][] = [[""]];
  let quoted = false;
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let i = 0; i < body.length; i++) {
    const row = rows[rows.length - 1]!;
    const here = body[i]!;
    const last = row.length - 1;
    const add = (letter: string) => (row[last] = (row[last] ?? "") + letter);
    if (quoted) {
      if (here !== '"') add(here);
      else if (body[i + 1] === '"') add(body[++i]!);
      else quoted = false;
    } else if (here === '"' && row[last] === "") quoted = true;
    else if (here === "\t") row.push("");
    else if (here === "\n") rows.push([""]);
    else add(here);
  }
  return rows;
}
