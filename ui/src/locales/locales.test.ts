import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, path = ""): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === "string" ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  );
}

const root = join(import.meta.dirname, "..");
const code = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes(".test."))
  .map((file) => readFileSync(join(root, file), "utf8"))
  .join("\n");
const files = (language: string) =>
  readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(`${language}.json`));
// What comes with a screen of its own stands in areas that no other file has.
const read = (language: string) =>
  files(language)
    .map((file) => JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8")) as Tree)
    .reduce((sum, part) => ({ ...sum, ...part }));
const all = { fi: read("fi"), en: read("en") };
const words = { fi: flat(all.fi as Tree), en: flat(all.en as Tree) };
const areas = Object.keys(all.fi);
/** A key without its plural ending. */
const base = (key: string) => key.replace(/_(one|other)$/, "");
const literal = new Set([...code.matchAll(/"([a-z]\w*(?:\.[\w-]+)+)"/gi)].map(([, key]) => key!).filter((key) => areas.includes(key.split(".")[0]!)));
const dynamic = [...code.matchAll(/t\(`([\w.]+\.)\$\{/g)].map(([, prefix]) => prefix!);

describe("messages", () => {
  it("stand in one file each", () => {
    const named = files("fi").flatMap((file) => Object.keys(JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8")) as Tree));
    expect(named.filter((name, index) => named.indexOf(name) !== index)).toEqual([]);
  });
  it("exist in both languages under the same keys", () => {
    expect([...words.fi.keys()].sort()).toEqual([...words.en.keys()].sort());
  });
  it("are all there for the keys the code names", () => {
    const known = new Set([...words.fi.keys()].map(base));
    expect([...literal].filter((key) => !known.has(key))).toEqual([]);
    expect(dynamic.filter((prefix) => ![...known].some((key) => key.startsWith(prefix)))).toEqual([]);
  });
  it("are all used", () => {
    const unused = [...words.fi.keys()]
      .map(base)
      .filter((key) => !literal.has(key) && !dynamic.some((prefix) => key.startsWith(prefix)));
    expect(unused).toEqual([]);
  });
  it("take the same parameters in both languages and both plurals", () => {
    const taken = (text: string) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))].sort();
    for (const [key, text] of words.fi) {
      expect([key, taken(text)]).toEqual([key, taken(words.en.get(key)!)]);
    }
  });
  it("never inflect a parameter in Finnish", () => {
    const inflected = [...words.fi].filter(([, text]) => /\}\}[:’']?[a-zåäö]/i.test(text));
    expect(inflected).toEqual([]);
  });
  it("have both plural forms wherever they have one", () => {
    for (const key of words.fi.keys()) {
      if (/_(one|other)$/.test(key)) {
        expect(words.fi.has(`${base(key)}_one`) && words.fi.has(`${base(key)}_other`), key).toBe(true);
      }
    }
  });
});

describe("a screen", () => {
  const groups = new Map<string, string>(); // first part of a key → its area
  for (const file of files("fi")) {
    const area = file.includes("/") ? file.split("/")[0]! : "";
    for (const name of Object.keys(JSON.parse(readFileSync(join(import.meta.dirname, file), "utf8")) as Tree)) groups.set(name, area);
  }
  const source = (path: string) => readFileSync(path, "utf8");
  const found = (from: string, name: string) =>
    [`${name}.tsx`, `${name}.ts`].map((each) => join(from, "..", each)).find((each) => existsSync(each));
  const reach = (path: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(path)) return seen;
    seen.add(path);
    for (const [, name] of source(path).matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
      const next = found(path, name!);
      if (next) reach(next, seen);
    }
    return seen;
  };
  const router = source(join(root, "app/router.tsx"));
  const frame = reach(join(root, "app/Shell.tsx"));
  it("brings the words it speaks, and the frame speaks only those that all have", () => {
    const missing: string[] = [];
    const spoken = (path: string) => [...source(path).matchAll(/["`]([A-Za-z]\w*)\.[\w$-]/g)].map(([, name]) => groups.get(name!) ?? "").filter(Boolean);
    for (const path of frame) for (const area of spoken(path)) missing.push(`frame: ${area} in ${path}`);
    for (const [, screen, areas = ""] of router.matchAll(/import\("\.\.\/(\w+\/\w+)"\)(?:\)?, ((?:"\w+"(?:, )?)+)\))?/g)) {
      const learnt = [...areas.matchAll(/"(\w+)"/g)].map(([, area]) => area);
      for (const path of reach(join(root, `${screen}.tsx`))) {
        for (const area of spoken(path)) if (!learnt.includes(area)) missing.push(`${screen}: ${area} in ${path.slice(root.length)}`);
      }
    }
    expect([...new Set(missing)]).toEqual([]);
  });
});
