// Every key that the page says is in every language's list with the same values, and every key of a list is said: node tests/words.mjs
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

/** The values that a pattern is given, each `$name` once. */
function values(pattern, found = new Set()) {
  if (pattern === null || typeof pattern !== "object") return found;
  if (pattern.type === "var") found.add(pattern.name);
  for (const part of Object.values(pattern)) values(part, found);
  return found;
}
const lists = readdirSync(new URL("words/", source)).filter((name) => name.endsWith(".ftl"));
assert.deepEqual([...lists].sort(), ["en.ftl", "es.ftl", "fr.ftl", "pt.ftl"], "four languages");
assert.ok(said.size > 50 && begun.size > 5, "the search for keys finds them");
const read = (name) => {
  const resource = new FluentResource(readFileSync(new URL(`words/${name}`, source), "utf8"));
  const keys = resource.body.map(({ id }) => id);
  assert.deepEqual(keys.filter((key, at) => keys.indexOf(key) !== at), [], `${name}: keys that stand twice`);
  const bundle = new FluentBundle(name.slice(-6, -4), { useIsolating: false });
  assert.deepEqual(bundle.addResource(resource), [], `${name}: faults`);
  for (const { id, value } of resource.body) {
    const errors = [];
    bundle.formatPattern(value, Object.fromEntries([...values(value)].map((one) => [one, 2])), errors);
    assert.deepEqual(errors, [], `${name}: ${id} can be said`);
  }
  return new Map(resource.body.map(({ id, value }) => [id, [...values(value)].sort().join(" ")]));
};
const english = read("en.ftl");
assert.deepEqual([...said].filter((key) => !english.has(key)).sort(), [], "keys that are said and missing");
assert.deepEqual([...english.keys()].filter((key) => !said.has(key) && ![...begun].some((start) => key.startsWith(start))), [], "keys that nothing says");
for (const name of lists) {
  const other = read(name);
  assert.deepEqual([...english.keys()].filter((key) => !other.has(key)), [], `${name}: keys that are missing`);
  assert.deepEqual([...other.keys()].filter((key) => !english.has(key)), [], `${name}: keys that en.ftl does not have`);
  assert.deepEqual([...english].filter(([key, given]) => other.get(key) !== given).map(([key, given]) => `${key}: { ${given} }, here { ${other.get(key)} }`), [], `${name}: the values of en.ftl`);
}
// The sentences that come with the city: every key that the profile says.
const summary = readFileSync(new URL("../../../crates/assess/src/profile/summary.rs", import.meta.url), "utf8");
const first = new Set([...summary.matchAll(/\bSaid::new\("([a-z-]+)"/g)].map(([, key]) => `first-${key}`));
assert.deepEqual([...first].sort(), [...english.keys()].filter((key) => key.startsWith("first-")).sort(), "the sentences of the city's page");
// The names of the indicators: in each language but English, which is in the table itself, one for every row of it.
const table = readFileSync(new URL("../../../data/indicators.csv", import.meta.url), "utf8").split("\n").slice(1).filter(Boolean).map((row) => row.split(",")[0]);
assert.ok(table.length > 100 && table.every((id) => /^[a-z][a-z0-9_]*$/.test(id)), "one row an indicator");
for (const language of ["es", "fr", "pt"]) assert.deepEqual([...read(`indicators/${language}.ftl`)], table.map((id) => [id, ""]), `${language}: the indicators in their order`);
const units = new Set(readFileSync(new URL("../../../data/indicators.csv", import.meta.url), "utf8").split("\n").slice(1).filter(Boolean).map((row) => row.match(/^[^,]*,(?:"(?:[^"]|"")*"|[^,]*),([^,]*)/)[1]));
assert.deepEqual([...units].map((unit) => `unit-${unit.replace(/[^A-Za-z0-9_-]/g, "_")}`).filter((key) => key !== "unit-" && !english.has(key)), [], "the units of the field table");
// The words of groups and classes: in each language but English, one for every word of that table.
const sizes = ["es", "fr", "pt"].map((language) => [...read(`groups/${language}.ftl`)]);
assert.ok(sizes.every((one) => JSON.stringify(one) === JSON.stringify(sizes[0])), "the same groups in each language");
const cells = (row) => [...row.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell]) => cell.replace(/^"|"$/g, "").replaceAll('""', '"'));
const labels = readFileSync(new URL("../../../data/dimensions.csv", import.meta.url), "utf8").split("\n").slice(1).filter(Boolean).map((row) => cells(row)[2]);
const slug = (text) => `is-${text.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}`;
assert.deepEqual(sizes[0].map(([key]) => key), [...new Set(labels.map(slug))], "the groups of data/dimensions.csv in their order");
console.log(`ok: ${english.size} keys and ${table.length} indicators in ${lists.length} languages`);
