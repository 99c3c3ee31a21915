import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { placeAtLine, read, write, type Body, type Leaf } from "./blocks";
import { conditionOf, expression, markOf, type Condition } from "./condition";
import { blockAt, conditional, doubled, inserted, inSections, moved, outline, removed, replaced, sectioned, shownTo, twoColumns, wrapping, type Place } from "./edit";
import { fieldsOf, fresh, withField } from "./leaf";
import { toHtml, toLight } from "./light";
import { attribute, elementAt, withAttribute } from "./scan";

const STARTS = { heading: "Otsikko", text: "Teksti", button: "Avaa", offer: "Katso", unsubscribe: "Peru" };

/** Numbers that are the same every time. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
}
const ROOT = join(import.meta.dirname, "../../../src/polku");

function bodies(value: unknown, found: string[] = []): string[] {
  if (Array.isArray(value)) value.forEach((each) => bodies(each, found));
  else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      if (name === "body" && typeof each === "string") found.push(each);
      if (name === "body" && typeof each === "object" && each) found.push(...Object.values(each).filter((text) => typeof text === "string"));
      bodies(each, found);
    }
  }
  return found;
}
const templates = readdirSync(join(ROOT, "programmes/templates"))
  .filter((name) => name.endsWith(".yaml"))
  .flatMap((name) => bodies(parse(readFileSync(join(ROOT, "programmes/templates", name), "utf8").replace(/<(lead|purchase|left|\w+)>/g, "$1"))));

const PIECES = [
  "<mj-text><p>Hei **{{ person.first_name | default: \"sinä\" }}**</p></mj-text>", "<mj-text>", "</mj-text>", '<mj-image src="https://x/{{ a | default: ">" }}" alt="a&amp;b" />', "<mj-section>",
  "<mj-column>", "</mj-column>", "</mj-section>", "<mj-divider/>", '<mj-raw>{% if history.orders >= 2 %}</mj-raw>', "<mj-raw>{% endif %}</mj-raw>", "<!-- <mj-text> -->", "\n", "  ", "<mjml><mj-body>", "</mj-body></mjml>",
  "# Otsikko\n", "teksti\n", "\n\n", "[Avaa](https://x)\n", "![kuva](https://x)\n", "---\n", "{% if a %}\n", "{{ b }}", "```\n", "<", "😀", '"', "<mj-hero><mj-text>x</mj-text></mj-hero>", "\r\n", "<mj-button href='x'>",
]; // prettier-ignore

describe("blocks are written as they were read", () => {
  it("of every template's message", () => {
    expect(templates.length).toBeGreaterThan(20);
    for (const body of templates) {
      expect(write(read(body))).toBe(body);
      expect(read(body).blocks.every(({ kind }) => kind !== "source")).toBe(true);
    }
  });
  it("of any heap of pieces", () => {
    const roll = dice(7);
    for (let round = 0; round < 3_000; round += 1) {
      const text = Array.from({ length: roll(14) }, () => PIECES[roll(PIECES.length)]).join("");
      expect(write(read(text))).toBe(text);
    }
  });
});

function tree(roll: (below: number) => number): Body {
  const dialect = roll(2) ? "mjml" : "markdown";
  const kinds = dialect === "mjml" ? (["heading", "text", "image", "button", "divider", "spacer", "products", "offer"] as const) : (["heading", "text", "image", "button", "divider"] as const);
  let body: Body = read(dialect === "mjml" ? "<mj-text><p>alku</p></mj-text>" : "# alku");
  if (dialect === "mjml" && roll(2)) body = inserted(inSections(body), [0], [twoColumns([fresh("text", dialect, STARTS)], [fresh("image", dialect, STARTS)])]);
  for (let n = roll(6); n > 0; n -= 1) {
    const rows = outline(body);
    const { place } = rows[roll(rows.length)]!;
    body = inserted(body, place, [fresh(kinds[roll(kinds.length)]!, dialect, STARTS)]);
  }
  return body;
}
const shape = (body: Body) => outline(body).map(({ block, depth }) => [block.kind, depth]);

describe("a tree of blocks", () => {
  it("reads back as it was built, after every change", () => {
    for (let seed = 1; seed < 400; seed += 1) {
      const roll = dice(seed);
      const body = tree(roll);
      const rows = outline(body);
      const { place } = rows[roll(rows.length)]!;
      for (const next of [body, doubled(body, place), removed(body, place), moved(body, place, 1)?.body ?? body, moved(body, place, -1)?.body ?? body]) {
        const again = read(write(next));
        expect(write(again)).toBe(write(next));
        // Two texts of Markdown side by side read as one.
        if (next.dialect === "mjml") expect(shape(again)).toEqual(shape(next));
      }
    }
  });
  it("is parted by empty lines in Markdown, wherever its blocks go", () => {
    const body = read("Hei\nsinä\n");
    const made = inserted(body, [1], [fresh("button", "markdown", STARTS)]);
    const names = (each: Body) => read(write(each)).blocks.map(({ kind }) => kind);
    expect(names(made)).toEqual(["text", "button"]);
    expect(names(moved(made, [1], -1)!.body)).toEqual(["button", "text"]);
    expect(names(doubled(moved(made, [1], -1)!.body, [0]))).toEqual(["button", "button", "text"]);
  });
  it("moves there and back", () => {
    for (let seed = 1; seed < 100; seed += 1) {
      const body = tree(dice(seed));
      const there = moved(body, [0], 1);
      if (there) expect(moved(there.body, there.place, -1)!.body).toEqual(body);
    }
  });
  it("changes one block and no other letter", () => {
    const text = '<mj-text css-class="own"><p>Hei</p></mj-text>\n<mj-hero>tuntematon</mj-hero>\n<mj-button background-color="#000000"  href="https://a">Avaa</mj-button>';
    const body = read(text);
    expect(body.blocks.map(({ kind }) => kind)).toEqual(["text", "source", "button"]);
    const button = withField(body.blocks[2] as Leaf, "mjml", "href", "https://b?x=1&y=2");
    expect(write(replaced(body, [2], button))).toBe(text.replace('"https://a"', '"https://b?x=1&amp;y=2"'));
  });
});

it("fields come back as they were given, whatever was typed", () => {
  const typed = ["Hei", 'lain"aus', "a & b < c >", "{{ person.first_name | default: \"hei\" }}", "https://x.fi/?a=1&b=2", "<script>alert(1)</script>", "😀"];
  for (const value of typed) {
    for (const [kind, name] of [["heading", "text"], ["image", "alt"], ["image", "src"], ["button", "text"], ["button", "href"]] as const) {
      const leaf = withField(fresh(kind, "mjml", STARTS), "mjml", name, value);
      const again = read(leaf.source).blocks;
      expect(again).toHaveLength(1);
      expect(fieldsOf(again[0] as Leaf, "mjml")[name]).toBe(value);
    }
    const heading = withField(fresh("heading", "markdown", STARTS), "markdown", "text", value);
    expect(fieldsOf(read(heading.source).blocks[0] as Leaf, "markdown").text).toBe(value);
  }
});

it("what people type into a text never becomes an element", () => {
  const leaf = withField(fresh("text", "mjml", STARTS), "mjml", "text", "</mj-text><script>x</script>");
  expect(leaf.source).toBe("<mj-text><p>&lt;/mj-text&gt;&lt;script&gt;x&lt;/script&gt;</p></mj-text>");
});

it("light text is HTML and back", () => {
  for (const light of ["Hei **sinä**", "a\nb\n\nc", "- yksi\n- kaksi", "1. yksi\n2. kaksi", "[opas](https://x.fi/?a=1&b=2) *nyt*", 'Hei {{ person.first_name | default: "sinä" }}']) {
    expect(toLight(toHtml(light))).toBe(light);
  }
  expect(toLight('<p style="color:red">x</p>')).toBeNull();
  expect(toLight("<p>x</p><table></table>")).toBeNull();
});

it("a section of two columns holds its blocks", () => {
  const body = inserted(inSections(read("<mj-text><p>x</p></mj-text>")), [1], [twoColumns([fresh("text", "mjml", STARTS)], [fresh("image", "mjml", STARTS)])]);
  expect(sectioned(body)).toBe(true);
  expect(shape(read(write(body)))).toEqual([["section", 0], ["text", 1], ["section", 0], ["text", 1], ["image", 1]]);
  const place: Place = [1, 1, 0];
  expect(blockAt(body, place)?.kind).toBe("image");
});

it("a whole document keeps its frame", () => {
  const text = '<mjml lang="fi">\n<mj-head></mj-head><mj-body background-color="#fff">\n <mj-section><mj-column><mj-text>a</mj-text></mj-column></mj-section>\n</mj-body></mjml>\n';
  const body = read(text);
  expect([body.whole, body.blocks.length, write(body)]).toEqual([true, 1, text]);
});

describe("conditions", () => {
  const SAID: Condition[] = [{ about: "stage", value: "customer" }, { about: "orders", value: "2" }, { about: "silence", value: "90" }, { about: "language", value: "en" }, { about: "trait", name: "plan", value: "pro" }, { about: "known", value: "person.company" }];
  it("are said and read back", () => {
    for (const each of SAID) expect(conditionOf(`{% if ${expression(each)} %}`)).toEqual(each);
    expect(conditionOf("{% if a and b %}")).toBeNull();
  });
  it("cannot be broken out of", () => {
    expect(expression({ about: "stage", value: '" %}{{ x' })).toBe('history.stage == "  x"');
  });
  it("stand around a block, and go away together", () => {
    for (const text of ["Hei\n", "<mj-text><p>Hei</p></mj-text>"]) {
      const body = read(text);
      const made = conditional(body, [0], SAID[0]!, fresh("text", body.dialect, STARTS));
      expect(read(write(made)).blocks.map(({ kind }) => kind)).toEqual(["condition", "text", "condition", "text", "condition"]);
      expect(outline(made).map(({ depth }) => depth)).toEqual([0, 1, 0, 1, 0]);
      expect(removed(made, [0]).blocks.map(({ kind }) => kind)).toEqual(["text", "text"]);
    }
  });
  it("marks", () => {
    expect(["{% if a %}", "{% else %}", "{% endif %}", "{% assign a = 1 %}"].map(markOf)).toEqual(["if", "else", "end", "other"]);
  });
});

it("attributes know Liquid and quotes", () => {
  const image = '<mj-image src="{{ a | default: "x>y" }}" alt="">';
  expect(attribute(image, "src")).toBe('{{ a | default: "x>y" }}');
  expect(withAttribute(image, "alt", 'a "b"')).toBe('<mj-image src="{{ a | default: "x>y" }}" alt="a &quot;b&quot;">');
  expect(elementAt("<mj-text>a<mj-text>b</mj-text></mj-text>", 0)?.end).toBe(40);
});

describe("a block is shown to some", () => {
  const vip: Condition = { about: "segment", value: "vip" };
  for (const text of ["Yksi\n\n# Kaksi\n\n[Avaa](https://a.fi)", "<mj-text><p>a</p></mj-text>\n<mj-divider />\n<mj-text><p>b</p></mj-text>"]) {
    it(`and to everybody again: ${text.slice(0, 12)}`, () => {
      const body = read(text);
      for (const index of body.blocks.keys()) {
        const shown = shownTo(body, [index], vip);
        expect(blockAt(shown.body, shown.place)!).toMatchObject({ kind: body.blocks[index]!.kind });
        expect(conditionOf(wrapping(shown.body, shown.place)!)).toEqual(vip);
        const again = read(write(shown.body));
        expect(again.blocks.map(({ kind }) => kind)).toEqual(shown.body.blocks.map(({ kind }) => kind));
        const other = shownTo(shown.body, shown.place, { about: "stage", value: "lead" });
        expect(wrapping(other.body, other.place)).toContain('history.stage == "lead"');
        const back = shownTo(other.body, other.place, null);
        expect(back.place).toEqual([index]);
        expect(back.body.blocks.map((each) => (each as Leaf).source)).toEqual(body.blocks.map((each) => (each as Leaf).source));
      }
    });
  }
  it("is not what a condition of several blocks does", () => {
    const body = read("{% if history.orders >= 1 %}\nyksi\n\n# kaksi\n{% endif %}");
    expect(body.blocks.map((_, index) => wrapping(body, [index]))).toEqual([null, null, null, null]);
    expect(conditionOf("{% if person.segments contains 'vip' %}")).toEqual(vip);
  });
});

describe("a line leads to its block", () => {
  it("of Markdown, MJML and columns", () => {
    const markdown = read("Yksi\nyhä\n\n# Kaksi\n\n[Avaa](https://a.fi)\n");
    expect([1, 2, 4, 6, 99].map((line) => placeAtLine(markdown, line))).toEqual([[0], [0], [1], [2], [2]]);
    const columns = read('<mj-section>\n  <mj-column>\n    <mj-text><p>a</p></mj-text>\n    <mj-image src="x" alt="" />\n  </mj-column>\n</mj-section>\n<mj-section><mj-column><mj-divider /></mj-column></mj-section>');
    expect([1, 3, 4, 6].map((line) => placeAtLine(columns, line))).toEqual([[0], [0, 0, 0], [0, 0, 1], [0]]);
    expect(placeAtLine(read(""), 1)).toBeNull();
  });
});
