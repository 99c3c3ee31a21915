// Fails the build when the script that a first page needs grows past its budget, or a part that comes later past its own.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 250 * 1024;
const out = new URL("../../src/polku/http/static/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", out)));
const router = readFileSync(new URL("../src/app/router.tsx", import.meta.url), "utf8");

const gzip = (file) => gzipSync(readFileSync(new URL(file, out))).length;
const reach = (key, seen = new Set()) => {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) reach(next, seen);
  return seen;
};
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
// The words of one language come with every page; those of an area (src/locales/<area>/) with the screens that name it.
const words = Object.keys(manifest).filter((key) => key.startsWith("src/locales/"));
const longest = (folder) => Math.max(0, ...words.filter((key) => key.startsWith(folder) && !key.slice(folder.length).includes("/")).map((key) => gzip(manifest[key].file)));
const screens = new Map(
  [...router.matchAll(/import\("\.\.\/(\w+\/\w+)"\)(?:\)?, ((?:"\w+"(?:, )?)+)\))?/g)].map(([, name, areas = ""]) => [`src/${name}.tsx`, [...areas.matchAll(/"(\w+)"/g)].map(([, area]) => area)]),
);

let over = screens.size === 0;
let worst = 0;
for (const [screen, areas] of screens) {
  const files = new Set([...reach(entry), ...reach(screen)].map((key) => manifest[key].file));
  const spoken = areas.reduce((sum, area) => sum + longest(`src/locales/${area}/`), longest("src/locales/"));
  const bytes = [...files].filter((file) => file.endsWith(".js")).reduce((sum, file) => sum + gzip(file), spoken);
  worst = Math.max(worst, bytes);
  console.log(`${screen}: ${kilobytes(bytes)} of script, gzipped`);
}
console.log(`largest first page ${kilobytes(worst)}, budget ${kilobytes(BUDGET)}`);

// What opens over a screen, or is drawn when the page is there: its own file, beside what the page has already.
const LATER = 40 * 1024;
const LARGER = {
  "src/charts/engine.ts": 220 * 1024, // ECharts
  "src/message/SourceEditor.tsx": 200 * 1024, // CodeMirror
  "src/programmes/canvas/Canvas.tsx": 75 * 1024, // React Flow
};
for (const key of Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry && !words.includes(key) && !screens.has(key))) {
  const budget = LARGER[key] ?? LATER;
  const bytes = gzip(manifest[key].file);
  if (bytes > budget / 2) console.log(`${key}: ${kilobytes(bytes)} when it is opened, budget ${kilobytes(budget)}`);
  over ||= bytes > budget;
}
if (over || worst > BUDGET) {
  console.error("The script is over its budget: split a route or drop a dependency.");
  process.exit(1);
}
