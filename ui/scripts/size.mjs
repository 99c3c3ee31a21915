// Fails the build when the script a first page needs grows past its budget.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 250 * 1024;
const out = new URL("../../src/polku/http/static/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", out)));

const gzip = (file) => gzipSync(readFileSync(new URL(file, out))).length;
const reach = (key, seen = new Set()) => {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) reach(next, seen);
  return seen;
};

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
// The words of one language come with every page; they are no screen. Words of an area (src/locales/<area>/) come with its screens.
const words = Object.keys(manifest).filter((key) => key.startsWith("src/locales/"));
const longest = (folder) => Math.max(0, ...words.filter((key) => key.startsWith(folder) && !key.slice(folder.length).includes("/")).map((key) => gzip(manifest[key].file)));
// Pictures come after the page, when a report has one to draw.
const LATER = { "src/charts/engine.ts": 220 * 1024, "src/message/MessageEditor.tsx": 60 * 1024, "src/message/SourceEditor.tsx": 200 * 1024, "src/programmes/canvas/Canvas.tsx": 75 * 1024, "src/journey/MapPanels.tsx": 40 * 1024, "src/journey/OptimiseView.tsx": 40 * 1024, "src/journey/stage/StageFields.tsx": 40 * 1024, "src/journey/stage/StagePage.tsx": 40 * 1024, "src/journey/design/CellPanel.tsx": 40 * 1024, "src/journey/design/GapsPanel.tsx": 40 * 1024, "src/journey/design/LanesPanel.tsx": 40 * 1024, "src/journey/touchpoints/TouchpointsPanel.tsx": 40 * 1024, "src/journey/personas/PersonasPanel.tsx": 40 * 1024, "src/journey/panels/Panels.tsx": 40 * 1024 };
const screens = Object.keys(manifest).filter((key) => manifest[key].isDynamicEntry && !words.includes(key) && !(key in LATER));
let worst = 0;
for (const screen of screens) {
  const files = new Set([...reach(entry), ...reach(screen)].map((key) => manifest[key].file));
  const bytes = [...files].filter((file) => file.endsWith(".js")).reduce((sum, file) => sum + gzip(file), longest("src/locales/") + longest(`src/locales/${screen.split("/")[1]}/`));
  worst = Math.max(worst, bytes);
  console.log(`${screen}: ${(bytes / 1024).toFixed(1)} KB of script, gzipped`);
}
console.log(`largest first page ${(worst / 1024).toFixed(1)} KB, budget ${BUDGET / 1024} KB`);
for (const [key, budget] of Object.entries(LATER)) {
  const bytes = gzip(manifest[key].file);
  console.log(`${key}: ${(bytes / 1024).toFixed(1)} KB of script, gzipped, budget ${budget / 1024} KB`);
  if (bytes > budget) worst = Infinity;
}
if (worst === 0 || worst > BUDGET) {
  console.error("The first page is over its budget: split a route or drop a dependency.");
  process.exit(1);
}
