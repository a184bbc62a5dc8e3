// Every key that the page says is in every language's list, and every key of a list is said: node tests/words.mjs
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { FluentBundle, FluentResource } from "@fluent/bundle";

const source = new URL("../src/", import.meta.url);
const files = readdirSync(source, { recursive: true }).filter((name) => /\.(svelte|ts)$/.test(name));
const code = files.map((name) => readFileSync(new URL(name, source), "utf8")).join("\n");

const said = new Set([...code.matchAll(/\bsay\(\s*"([^"]+)"/g)].map(([, key]) => key));
for (const [, yes, no] of code.matchAll(/\bsay\([^()"]*\? "([^"]+)" : "([^"]+)"/g)) said.add(yes).add(no);
// Keys whose end is a code of the data: say(`table-${table}`) and sayCode("unit", ...).
const begun = new Set([...code.matchAll(/\bsay\(`([a-z]+-)\$\{/g)].map(([, start]) => start));
for (const [, list] of code.matchAll(/\bsayCode\("([a-z]+)"/g)) begun.add(`${list}-`);

const lists = readdirSync(new URL("words/", source)).filter((name) => name.endsWith(".ftl"));
assert.ok(lists.includes("en.ftl") && said.size > 50 && begun.size > 5, "the search for keys finds them");
const keysOf = (name) => {
  const resource = new FluentResource(readFileSync(new URL(`words/${name}`, source), "utf8"));
  const keys = resource.body.map(({ id }) => id);
  assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), [], `${name}: keys that stand twice`);
  assert.deepEqual(new FluentBundle(name.slice(0, 2)).addResource(resource), [], `${name}: faults`);
  return keys;
};
const english = keysOf("en.ftl");
assert.deepEqual([...said].filter((key) => !english.includes(key)).sort(), [], "keys that are said and missing");
assert.deepEqual(english.filter((key) => !said.has(key) && ![...begun].some((start) => key.startsWith(start))), [], "keys that nothing says");
for (const name of lists) assert.deepEqual(keysOf(name).sort(), [...english].sort(), `${name} has the same keys as en.ftl`);
console.log(`ok: ${english.length} keys in ${lists.length} language`);
