// Reads the climate risk of the example city as people do: node risk.mjs PAGE.html [MARKED.html], the second with markup in its names.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { browse } from "./browser.mjs";

const [example, marked] = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const inside = (request) => /^(file|data|blob):/.test(request);
const choose = (id, value) => `{ const s = document.querySelector("#${id}"); s.value = ${JSON.stringify(value)}; s.dispatchEvent(new Event("change")); }`;
const search = (words) => `{ const s = document.querySelector("#search"); s.value = ${JSON.stringify(words)}; s.dispatchEvent(new Event("input")); }`;
const options = (id) => `[...document.querySelector("#${id}").options].filter((o) => !o.disabled).map((o) => o.value)`;
const shown = (selector) => `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((e) => e.getClientRects().length > 0)`;
const rows = "#who .part-of.on tr[data-i]";

const tests = {
  async "every exposure and scenario that can be chosen is shown alone, with its map and legend"(page) {
    const seen = new Set();
    const places = await page.value(`document.querySelector("#who") ? 1 : 0`);
    for (const what of await page.value(options("what"))) {
      await page.value(choose("what", what));
      for (const view of await page.value(options("view"))) {
        await page.value(choose("view", view));
        assert.equal(await page.value(`${shown("#struck > .part-of")}.length`), 1);
        assert.equal(await page.value(`${shown("#who .part-of")}.length`), places);
        assert.ok(await page.value(`${shown("#legends .legend")}.length`) <= 1);
        seen.add(await page.value(`document.querySelector("#chain").value`));
      }
    }
    assert.ok(seen.size > 0 && seen.size === await page.value(`JSON.parse(document.querySelector("#data").textContent).results.length`), `${seen.size} results`);
  },

  async "the map has the class that the table's share says"(page) {
    const wrong = await page.value(`(() => {
      const limits = document.querySelector(".legend:not([hidden])")?.dataset.basis === "year" ? [1e-4, 1e-3, 1e-2] : [0.01, 0.1, 0.5];
      return [...document.querySelectorAll("${rows}")].filter((row) => {
        const shape = document.querySelector('.p[data-i="' + row.dataset.i + '"]');
        const share = row.cells[1]?.dataset.v;
        if (!shape || row.cells.length === 1 || share === undefined) return false;
        const level = Number(share) <= 0 ? 0 : 1 + limits.filter((limit) => Number(share) > limit).length;
        return !shape.classList.contains("c" + level);
      }).length;
    })()`);
    assert.equal(wrong, 0);
  },

  async "a heading sorts its column, up and down, and what has no number stays last"(page) {
    const order = `(() => {
      const table = ${shown("#who .part-of.on .by-place table")}[0];
      if (!table) return null;
      const head = table.tHead.rows[0].cells[3];
      const read = () => [...table.tBodies[0].rows].map((row) => row.cells[3].dataset.v).filter((v) => v !== undefined).map(Number);
      head.querySelector("button").click();
      const down = [read(), head.ariaSort];
      head.querySelector("button").click();
      return [...down, read(), head.ariaSort];
    })()`;
    const found = await page.value(order);
    if (!found) return;
    const [down, first, up, second] = found;
    assert.deepEqual([first, second], ["descending", "ascending"]);
    assert.deepEqual(down, [...down].sort((a, b) => b - a));
    assert.deepEqual(up, [...down].sort((a, b) => a - b));
  },

  async "a place is found by its name, and what is not found is said"(page) {
    const name = await page.value(`document.querySelector("${rows}")?.cells[0].textContent`);
    if (!name) return;
    await page.value(search(name.toUpperCase()));
    const found = await page.value(`${shown(rows)}.map((tr) => tr.cells[0].textContent)`);
    assert.ok(found.length > 0 && found.every((one) => one.toLowerCase().includes(name.toLowerCase())), `${found}`);
    await page.value(search("no such place"));
    assert.equal(await page.value(`${shown(rows)}.length`), 0);
    assert.equal(await page.value(`document.querySelector("#none").hidden`), false);
  },

  async "no words of a curve lie outside its drawing or on each other"(page) {
    for (const width of [1280, 390]) {
      await page.size(width, 900);
      const faults = await page.value(`${shown("figure.curve svg")}.flatMap((svg) => {
        const around = svg.getBoundingClientRect();
        const names = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
        const outside = names.filter(([, b]) => b.left < around.left - 2 || b.right > Math.max(around.right, 0) + 2 || b.bottom > around.bottom + 2);
        const upon = names.filter(([, a], at) => names.some(([, b], other) => other > at && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 4 && b.top < a.bottom - 4));
        return [...outside, ...upon].map(([words]) => words);
      })`);
      assert.deepEqual(faults, [], `at ${width}`);
    }
  },

  async "a telephone shows the page without moving it sideways"(page) {
    await page.size(390, 800);
    assert.ok(await page.value(`document.documentElement.scrollWidth <= innerWidth`));
  },

  async "markup in a name is read and not run"(page) {
    if (!marked) return;
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
