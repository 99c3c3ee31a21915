import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import en from "./en.json";
import fi from "./fi.json";
import metricsEn from "./metrics/en.json";
import metricsFi from "./metrics/fi.json";

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
// What comes with a screen of its own stands in areas that no other file has.
const all = { fi: { ...fi, ...metricsFi }, en: { ...en, ...metricsEn } };
const words = { fi: flat(all.fi as Tree), en: flat(all.en as Tree) };
const areas = Object.keys(all.fi);
/** A key without its plural ending. */
const base = (key: string) => key.replace(/_(one|other)$/, "");
const literal = new Set([...code.matchAll(/"([a-z]\w*(?:\.[\w-]+)+)"/gi)].map(([, key]) => key!).filter((key) => areas.includes(key.split(".")[0]!)));
const dynamic = [...code.matchAll(/t\(`([\w.]+\.)\$\{/g)].map(([, prefix]) => prefix!);

describe("messages", () => {
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
