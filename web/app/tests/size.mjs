// What comes over the wire, compressed, before the first page shows and with the map: node tests/size.mjs, after npm run build
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);
assert.ok(existsSync(new URL("index.html", dist)), "the pages are not built: npm run build");
const text = (name) => readFileSync(new URL(name, dist), "utf8");
const index = text("index.html");

/** What a file of the build asks for at once: its own imports and style sheets, and theirs. */
function reached(names, found = new Set()) {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    if (name.endsWith(".js")) reached([...text(name).matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g)].map(([, file]) => `assets/${file}`), found);
  }
  return found;
}
const size = (names) => [...names].reduce((sum, name) => sum + gzipSync(readFileSync(new URL(name, dist))).length, 0) / 1000;

const first = reached([...index.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, name]) => name));
const entry = [...first].find((name) => /assets\/index-[^/]*\.js$/.test(name));
assert.ok(entry, "the page has a script");
const named = (pattern) => [...readFileSync(new URL(entry, dist), "utf8").matchAll(/assets\/[\w.-]+/g)].map(([name]) => name).concat([...text(entry).matchAll(/\.\/([\w.-]+\.js)/g)].map(([, name]) => `assets/${name}`)).filter((name) => pattern.test(name) && existsSync(new URL(name, dist)));
const words = ["en", "fr", "pt", "es"].map((language) => [...new Set([...first].flatMap((name) => (name.endsWith(".js") ? [...text(name).matchAll(new RegExp(`${language}-[\\w-]+\\.js`, "g"))].map(([file]) => `assets/${file}`) : [])))].filter((name) => existsSync(new URL(name, dist))));
for (const found of words) assert.ok(found.length === 1 || found.length === 3, "the words of each language, its names of indicators and of groups are files of their own");
const largest = words.sort((a, b) => size(b) - size(a))[0];
const before = size(new Set([index && "index.html", ...first, ...largest]));

const engines = [...new Set([...first].flatMap((name) => (name.endsWith(".js") ? [...text(name).matchAll(/\.\/([\w.-]+\.js)/g)].map(([, file]) => `assets/${file}`) : [])))].filter((name) => existsSync(new URL(name, dist)) && /maplibre/i.test(text(name)) && size([name]) > 100);
assert.equal(engines.length, 1, "the map is loaded apart");
const map = reached(engines);
const workers = [...map].flatMap((name) => (name.endsWith(".js") ? [...text(name).matchAll(/assets\/(maplibre[\w.-]*worker[\w.-]*\.m?js)/g)].map(([, file]) => `assets/${file}`) : [])).filter((name) => existsSync(new URL(name, dist)));
const styles = named(/engine-[\w-]+\.css$/);
const whole = size(new Set(["index.html", ...first, ...largest, ...map, ...workers, ...styles]));

assert.ok(before < 300, `${before.toFixed(0)} kB before the map, at most 300`);
assert.ok(whole < 1200, `${whole.toFixed(0)} kB with the map, at most 1,200`);
console.log(`ok: ${before.toFixed(0)} kB before the map (at most 300), ${whole.toFixed(0)} kB with it (at most 1,200), compressed`);
