import { describe, expect, it } from "vitest";
import { toHtml, toLight } from "./light";
import { marksAt, toggled, type Edit, type Mark } from "./marks";

/** "a [b] c" with the selection in ‹ ›, or the caret as |. */
function edit(text: string): Edit {
  const from = text.search(/[‹|]/);
  const bare = text.replace(/[‹|]/, "");
  const to = bare.indexOf("›");
  return { text: bare.replace("›", ""), from, to: to < 0 ? from : to };
}
const shown = ({ text, from, to }: Edit) => (from === to ? `${text.slice(0, from)}|${text.slice(from)}` : `${text.slice(0, from)}‹${text.slice(from, to)}›${text.slice(to)}`);
const after = (text: string, ...marks: Mark[]) => shown(marks.reduce((now, mark) => toggled(now, mark, "linkki"), edit(text)));

describe("a mark", () => {
  it.each([
    ["bold", "Hei ‹Aino›!", "Hei **‹Aino›**!"],
    ["bold", "Hei **‹Aino›**!", "Hei ‹Aino›!"],
    ["bold", "Hei ‹**Aino**›!", "Hei ‹Aino›!"],
    ["bold", "Hei Ai|no!", "Hei **‹Aino›**!"],
    ["bold", "Hei |", "Hei **|**"],
    ["bold", "‹ Aino ›!", " **‹Aino›** !"],
    ["bold", "‹a **b** c›", "**‹a b c›**"],
    ["bold", "‹- yksi\n- kaksi›", "‹- **yksi**\n- **kaksi**›"],
    ["bold", 'Hei ‹{{ person.first_name | default: "sinä" }}›', 'Hei **‹{{ person.first_name | default: "sinä" }}›**'],
    ["italic", "Hei ‹Aino›!", "Hei *‹Aino›*!"],
    ["italic", "Hei **‹Aino›**!", "Hei ***‹Aino›***!"],
    ["italic", "Hei ***‹Aino›***!", "Hei **‹Aino›**!"],
    ["italic", "**vahva ‹sana› on**", "**vahva *‹sana›* on**"],
    ["link", "Lue ‹opas› nyt", "Lue [opas](‹https://›) nyt"],
    ["link", "Lue ‹https://a.fi/b›", "Lue [‹https://a.fi/b›](https://a.fi/b)"],
    ["link", "Lue |", "Lue [linkki](‹https://›)"],
    ["link", "Lue [op|as](https://a.fi) nyt", "Lue op|as nyt"],
    ["bullets", "Alku\n‹yksi\nkaksi›\nloppu", "Alku\n\n‹- yksi\n- kaksi›\n\nloppu"],
    ["bullets", "‹- yksi\n- kaksi›", "‹yksi\nkaksi›"],
    ["bullets", "- yksi\nka|ksi", "- yksi\n- kaksi|"],
    ["numbers", "‹- yksi\n- kaksi›", "‹1. yksi\n2. kaksi›"],
    ["heading", "Alku\nOts|ikko\nteksti", "Alku\n\n## Otsikko|\n\nteksti"],
    ["heading", "## Ots|ikko", "Otsikko|"],
    ["bullets", "|", "- |"],
  ] as [Mark, string, string][])("%s of %j", (mark, before, now) => {
    expect(after(before, mark)).toBe(now);
  });
  it("comes off as it was put on", () => {
    for (const mark of ["bold", "italic"] as const) expect(after("Hei ‹Aino V›!", mark, mark)).toBe("Hei ‹Aino V›!");
    expect(after("Hei ‹Aino V›!", "bold", "italic", "bold", "italic")).toBe("Hei ‹Aino V›!");
  });
  it("is known where the caret is", () => {
    expect(marksAt(edit("a **b|c** d"))).toEqual(["bold"]);
    expect(marksAt(edit("a ***b|c*** d"))).toEqual(["bold", "italic"]);
    expect(marksAt(edit("- [b|c](https://x) d"))).toEqual(["link", "bullets"]);
    expect(marksAt(edit("a |b"))).toEqual([]);
  });
  it("is what a text block keeps", () => {
    for (const [text, mark] of [["Hei ‹Aino›", "bold"], ["**vahva ‹sana› on**", "italic"], ["Alku\n‹yksi\nkaksi›\nloppu", "numbers"], ["Lue ‹opas›", "link"]] as const) {
      const { text: made } = toggled(edit(text), mark);
      expect(toLight(toHtml(made))).toBe(made);
    }
    expect(toHtml("**vahva *sana* on**")).toBe("<p><strong>vahva <em>sana</em> on</strong></p>");
  });
});
