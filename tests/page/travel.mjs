// Reads how far people are in the example city as people do: node travel.mjs PAGE.html [MARKED.html], the second with markup in its names.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { browse } from "./browser.mjs";

const [example, marked] = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const inside = (request) => /^(file|data|blob):/.test(request);
const choose = (value) => `{ const s = document.querySelector("#chain"); s.value = ${JSON.stringify(value)}; s.dispatchEvent(new Event("change")); }`;
const search = (words) => `{ const s = document.querySelector("#search"); s.value = ${JSON.stringify(words)}; s.dispatchEvent(new Event("input")); }`;
const colours = `[...document.querySelectorAll(".layer.on .p")].map((p) => p.getAttribute("class")).join()`;
const shown = (selector) => `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((e) => e.getClientRects().length > 0)`;

const tests = {
  async "every way that can be chosen is shown alone, and colours the map"(page) {
    const options = await page.value(`[...(document.querySelector("#chain")?.options ?? [])].map((o) => o.value)`);
    const seen = new Set();
    for (const option of options) {
      await page.value(choose(option));
      assert.equal(await page.value(`${shown("#who .right .part-of")}.length`), 1);
      seen.add(await page.value(colours));
    }
    assert.ok(seen.size > 1, `${seen.size} ways of colouring of ${options.length}`);
  },

  async "a place is found by its name, and what is not found is said"(page) {
    const all = await page.value(`${shown("#who .part-of.on tr[data-i]")}.length`);
    await page.value(search("ash"));
    const found = await page.value(`${shown("#who .part-of.on tr[data-i]")}.map((tr) => tr.cells[0].textContent)`);
    assert.ok(found.length > 0 && found.length < all && found.every((name) => name.toLowerCase().includes("ash")), `${found.length} of ${all}`);
    await page.value(search("no such place"));
    assert.equal(await page.value(`${shown("#who .part-of.on tr[data-i]")}.length`), 0);
    assert.equal(await page.value(`document.querySelector("#none").hidden`), false);
  },

  async "a row under the pointer is marked on the map"(page) {
    const marks = `(() => {
      const row = ${shown("#who .part-of.on tr[data-i]")}.find((tr) => document.querySelector('.p[data-i="' + tr.dataset.i + '"]'));
      row.dispatchEvent(new PointerEvent("pointerenter"));
      return document.querySelector('.p[data-i="' + row.dataset.i + '"]').classList.contains("at");
    })()`;
    assert.equal(await page.value(marks), true);
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
