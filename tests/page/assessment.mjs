// Reads the example city's assessment as people do: node assessment.mjs PAGE.html [MARKED.html], the second with markup in its names.
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
  async "the answer stands first, and one chain is shown at a time"(page) {
    assert.ok((await page.value(`document.querySelector("#answer").textContent`)).includes("people live where risk is"));
    const [answer, who] = await page.value(`[document.querySelector("#answer").offsetTop, document.querySelector("#who").offsetTop]`);
    assert.ok(answer < who);
    assert.equal(await page.value(`${shown("#who .part-of")}.length`), 1);
  },

  async "every chain that can be chosen colours the map or fills the table, and the parts below follow"(page) {
    const options = await page.value(`[...document.querySelector("#chain").options].map((o) => o.value)`);
    assert.ok(options.length > 5);
    const seen = new Set();
    for (const option of options) {
      await page.value(choose(option));
      seen.add(await page.value(colours));
    }
    assert.ok(seen.size > 3, `${seen.size} ways of colouring`);
    await page.value(choose(options[0]));
    assert.ok((await page.value(`${shown("#why .part-of")}.length`)) === 1 && (await page.value(`${shown("#sure .part-of")}.length`)) === 1);
  },

  async "a place is found by its name"(page) {
    const all = await page.value(`${shown("#who tr[data-i]")}.length`);
    await page.value(search("ash"));
    const found = await page.value(`${shown("#who tr[data-i]")}.map((tr) => tr.textContent)`);
    assert.ok(found.length > 0 && found.length < all && found.every((words) => words.toLowerCase().includes("ash")), `${found.length} of ${all}`);
  },

  async "nothing runs wider than a telephone but what scrolls by itself"(page) {
    await page.size(390, 800);
    await page.open(example);
    assert.ok((await page.value(`document.documentElement.scrollWidth`)) <= 390 + 1);
  },

  async "without a script every ranked chain can be read"(page) {
    await page.ask("Emulation.setScriptExecutionDisabled", { value: true });
    await page.open(example);
    const { root } = await page.ask("DOM.getDocument", {});
    const { nodeIds } = await page.ask("DOM.querySelectorAll", { nodeId: root.nodeId, selector: "#who .part-of" });
    const boxes = await Promise.all(nodeIds.map((nodeId) => page.ask("DOM.getBoxModel", { nodeId }).catch(() => null)));
    assert.ok(boxes.length > 5 && boxes.every(Boolean), `${boxes.filter(Boolean).length} of ${boxes.length}`);
    await page.ask("Emulation.setScriptExecutionDisabled", { value: false });
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
