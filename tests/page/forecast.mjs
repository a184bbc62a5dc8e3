// Reads who will need what in the example city as people do: node forecast.mjs PAGE.html [MARKED.html], the second with markup in its names.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { browse } from "./browser.mjs";

const [example, marked] = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const inside = (request) => /^(file|data|blob):/.test(request);
const choose = (id, value) => `{ const s = document.querySelector("#${id}"); s.value = ${JSON.stringify(value)}; s.dispatchEvent(new Event("change")); }`;
const search = (words) => `{ const s = document.querySelector("#search"); s.value = ${JSON.stringify(words)}; s.dispatchEvent(new Event("input")); }`;
const shown = (selector) => `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((e) => e.getClientRects().length > 0)`;
const number = (words) => Number(words.replace(/[^\d.]/g, ""));
// the first number of each cell of the city's line in a table
const city = (table) => `(() => {
  const row = [...document.querySelectorAll(".${table} tr[data-k]")].find((tr) => tr.cells[0].textContent === "Mfano");
  return [...row.cells].slice(1).map((cell) => cell.firstChild?.textContent ?? "");
})()`;

const tests = {
  async "the headline is the city's line, and its sources sum to its water"(page) {
    const headline = await page.value(`[...document.querySelectorAll(".figure")].map((f) => f.firstChild.textContent)`);
    const [people, wanted, sources] = [await page.value(city("by-people")), await page.value(city("by-demand")), await page.value(city("by-source"))];
    assert.equal(headline[0], people.at(-1), "people");
    assert.equal(headline[1], wanted[1], "water");
    const sum = sources.map(number).reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum / number(wanted[1]) - 1) < 0.01, `${sum} of ${wanted[1]}`);
  },

  async "parts of the day sum to the whole day, in both tables"(page) {
    for (const [table, at] of [["by-demand", 1], ["by-source", 0]]) {
      await page.value(choose("minor", "0"));
      const whole = number((await page.value(city(table)))[at]);
      let sum = 0;
      for (const minor of ["1", "2", "3", "4"]) {
        await page.value(choose("minor", minor));
        sum += number((await page.value(city(table)))[at]);
      }
      assert.ok(Math.abs(sum / whole - 1) < 0.02, `${table}: ${sum} of ${whole}`);
    }
  },

  async "a year is chosen, and what was counted later is no number"(page) {
    const last = await page.value(city("by-demand"));
    await page.value(choose("year", "2018"));
    const first = await page.value(city("by-demand"));
    assert.ok(number(first[1]) < number(last[1]), `${first} ${last}`);
    const informal = await page.value(`[...document.querySelectorAll(".by-demand tr[data-k]")].filter((tr) => tr.cells[0].textContent === "Mfanoinformal settlements").map((tr) => tr.cells[2].textContent)`);
    assert.deepEqual(informal, ["–"]);
    assert.ok((await page.value(`document.querySelector("#people").textContent`)).includes("nothing is projected backwards"));
  },

  async "a place is found by its name"(page) {
    await page.value(search("kisa bend"));
    const found = await page.value(`${shown(".by-people tr[data-k]")}.map((tr) => tr.cells[0].firstChild.textContent)`);
    assert.deepEqual([...new Set(found)], ["Kisa Bend"]);
    await page.value(search("no such place"));
    assert.equal(await page.value(`document.querySelector("#none").hidden`), false);
  },

  async "on paper every place stands, and no table is wider than a phone lets scroll"(page) {
    await page.value(`dispatchEvent(new Event("beforeprint"))`);
    assert.equal(await page.value(`document.querySelectorAll(".chosen details.set:not([open])").length`), 0);
    await page.size(390, 800);
    assert.ok((await page.value(`document.documentElement.scrollWidth`)) <= 390);
  },

  async "markup in a name is read and not run"(page) {
    await page.open(marked);
    assert.ok((await page.value(`document.body.textContent`)).includes("<img src=x"));
    assert.deepEqual(await page.value(`[document.images.length, "pwned" in window]`), [0, false]);
  },
};

await browse(async (page) => {
  for (const [name, test] of Object.entries(tests)) {
    await page.size(1280, 900);
    await page.open(example);
    await test(page);
    assert.deepEqual(page.complaints, [], "the page complains of nothing");
    assert.deepEqual(page.requests.filter((request) => !inside(request)), [], "the page asks for nothing from outside");
    console.log(`ok: ${name}`);
  }
});
