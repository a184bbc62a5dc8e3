// Reads the example city's page as people do: node example.mjs PAGE.html [MARKED.html], the second with markup in its names.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { browse } from "./browser.mjs";

const [example, marked] = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const inside = (request) => /^(file|data|blob):/.test(request);
const quiet = (page) => {
  assert.deepEqual(page.complaints, [], "the page complains of nothing");
  assert.deepEqual(page.requests.filter((request) => !inside(request)), [], "the page asks for nothing from outside");
};
const choose = (id, value) => `{ const s = document.querySelector("${id}"); s.value = ${JSON.stringify(value)}; s.dispatchEvent(new Event("change")); }`;
const search = (words) => `{ const s = document.querySelector("#search"); s.value = ${JSON.stringify(words)}; s.dispatchEvent(new Event("input")); }`;
const visibleRows = `[...document.querySelectorAll(".set:not([hidden]) .parts tr:not([hidden]) th > a")].map((a) => a.textContent)`;
const colours = `[...document.querySelectorAll(".layer.on .p")].map((p) => p.getAttribute("class")).join()`;
const until = async (page, expression) => {
  for (let tries = 0; tries < 100 && !(await page.value(expression)); tries++) await new Promise((go) => setTimeout(go, 50));
  assert.ok(await page.value(expression), expression);
};
const press = async (page, key) => {
  for (const type of ["keyDown", "keyUp"]) await page.ask("Input.dispatchKeyEvent", { type, key, ...(key === "Enter" ? { text: "\r" } : {}) });
};

const tests = {
  async "another indicator colours the map anew and changes the legend"(page) {
    const [before, legend] = [await page.value(colours), await page.value(`document.querySelector(".legend:not([hidden])").textContent`)];
    const other = await page.value(`[...document.querySelector("#key").options].map((o) => o.value).find((v) => v !== document.querySelector("#key").value)`);
    await page.value(choose("#key", other));
    assert.notEqual(await page.value(colours), before);
    assert.notEqual(await page.value(`document.querySelector(".legend:not([hidden])").textContent`), legend);
    assert.equal(await page.value(`document.querySelectorAll(".legend:not([hidden])").length`), 1);
  },

  async "the places chosen are those of the table and of the map"(page) {
    for (const set of await page.value(`[...document.querySelector("#set").options].map((o) => o.value)`)) {
      await page.value(choose("#set", set));
      const [shown, listed] = await page.value(`[document.querySelectorAll(".set:not([hidden])").length, ${visibleRows}.length]`);
      assert.equal(shown, 1);
      assert.ok((await page.value(`document.querySelector("#found").textContent`)).startsWith(`${listed} of`));
    }
  },

  async "what is searched for is found in every set, whatever its accents"(page) {
    await page.value(search("reservoir"));
    const heads = await page.value(visibleRows.replace("th > a", "th"));
    assert.ok(heads.length > 0 && heads.every((words) => words.includes("Réservoir")), "the place, or the district that it is in");
    await page.value(search("kisa"));
    assert.deepEqual(await page.value(visibleRows), ["Kisa Bend"]);
    await page.value(search("no such place"));
    assert.equal(await page.value(`document.querySelector("#none").hidden`), false);
    await page.value(search(""));
    assert.ok((await page.value(visibleRows)).length > 5);
  },

  async "a column sorts, and sorts the other way"(page) {
    const sort = `document.querySelector(".set:not([hidden]) thead th.n button").click()`;
    const numbers = `[...document.querySelectorAll(".set:not([hidden]) .parts tr td:nth-child(2)")].map((td) => td.dataset.v).filter(Boolean).map(Number)`;
    await page.value(sort);
    const down = await page.value(numbers);
    await page.value(sort);
    const up = await page.value(numbers);
    assert.ok(down.length > 5 && down[0] > down.at(-1));
    assert.deepEqual(up, [...down].sort((a, b) => a - b));
  },

  async "every place opens its sheet, and its gaps are gaps"(page) {
    let gaps = 0;
    for (const i of await page.value(`[...new Set([...document.querySelectorAll("tr[data-i]")].map((tr) => tr.dataset.i))]`)) {
      await page.value(`document.querySelector('tr[data-i="${i}"] a').click()`);
      await until(page, `location.hash === "#p${i}" && !document.querySelector("#card").hidden`);
      const [name, wanted, sections, reasons] = await page.value(`[
        document.querySelector("#card-name").textContent, document.querySelector('tr[data-i="${i}"] a').textContent,
        document.querySelectorAll("#sheet .facts").length, [...document.querySelectorAll("#sheet td.gap")].map((td) => td.textContent)]`);
      assert.equal(name, wanted);
      assert.ok(sections > 0, name);
      assert.ok(reasons.every((reason) => /^[a-z]/.test(reason)), `${name}: a gap says why`);
      gaps += reasons.length;
    }
    assert.ok(gaps > 0, "the example city has gaps");
  },

  async "the keyboard reaches a sheet and comes back to the same row"(page) {
    const row = `document.querySelectorAll(".set:not([hidden]) .parts tr th > a")[2]`;
    await page.value(`${row}.focus()`);
    await press(page, "Enter");
    await until(page, `document.activeElement.id === "card"`);
    await press(page, "Escape");
    await until(page, `document.querySelector("#card").hidden && document.activeElement === ${row}`);
    await page.value(`document.querySelector("#map").focus()`);
    await press(page, "+");
    await until(page, `document.querySelector("#view").getAttribute("transform").includes("scale(1.6)")`);
    await press(page, "0");
    await until(page, `document.querySelector("#view").getAttribute("transform").includes("scale(1)")`);
  },

  async "every field has a label, every id is one, every button is large enough to touch"(page) {
    assert.deepEqual(await page.value(`[...document.querySelectorAll("select, input")].filter((f) => !f.labels.length).map((f) => f.id)`), []);
    assert.equal(await page.value(`(() => { const ids = [...document.querySelectorAll("[id]")].map((e) => e.id); return ids.length - new Set(ids).size; })()`), 0);
    const small = `[...document.querySelectorAll("button, select, input, summary")].filter((e) => e.offsetParent && e.getBoundingClientRect().height < 24).map((e) => e.outerHTML.slice(0, 80))`;
    assert.deepEqual(await page.value(small), []);
    assert.deepEqual(await page.value(`[...document.querySelectorAll("#list th, #places th")].filter((th) => !th.scope).length`), 0);
  },

  async "on a telephone nothing hangs over the edge"(page) {
    await page.size(360, 740);
    await page.open(example);
    assert.equal(await page.value("document.documentElement.scrollWidth"), 360);
    await page.value(`document.querySelector(".set:not([hidden]) .parts a").click()`);
    await until(page, `!document.querySelector("#card").hidden`);
    assert.equal(await page.value("document.documentElement.scrollWidth"), 360);
  },

  async "paper holds the answer and the tables, and no controls"(page) {
    await page.ask("Emulation.setEmulatedMedia", { media: "print" });
    const shown = (selector) => page.value(`[...document.querySelectorAll("${selector}")].some((e) => e.offsetParent)`);
    assert.deepEqual([await shown(".figure"), await shown(".parts tr"), await shown("#places .facts")], [true, true, true]);
    assert.deepEqual([await shown("nav"), await shown(".controls"), await shown(".pad")], [false, false, false]);
    await page.ask("Emulation.setEmulatedMedia", { media: "" });
    const { data } = await page.ask("Page.printToPDF", { preferCSSPageSize: true });
    const pdf = Buffer.from(data, "base64").toString("latin1");
    const a4 = [...pdf.matchAll(/\/MediaBox \[0 0 (\d+)\S* (\d+)/g)].map(([, wide, high]) => [Number(wide), Number(high)]);
    assert.ok(a4.length > 2 && a4.every(([wide, high]) => Math.abs(wide - 595) < 2 && Math.abs(high - 842) < 2), String(a4.slice(0, 3)));
  },

  async "by night the page is dark"(page) {
    const ground = `getComputedStyle(document.body).backgroundColor`;
    assert.equal(await page.value(ground), "rgb(255, 255, 255)");
    await page.ask("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: "dark" }] });
    assert.equal(await page.value(ground), "rgb(21, 24, 27)");
    await page.ask("Emulation.setEmulatedMedia", { features: [] });
  },

  async "without a script the map, the tables and the city's sheet are there"(page) {
    await page.ask("Emulation.setScriptExecutionDisabled", { value: true });
    await page.open(example);
    const { root } = await page.ask("DOM.getDocument", {});
    const boxes = async (selector) => {
      const { nodeIds } = await page.ask("DOM.querySelectorAll", { nodeId: root.nodeId, selector });
      const models = await Promise.all(nodeIds.slice(0, 40).map((nodeId) => page.ask("DOM.getBoxModel", { nodeId }).catch(() => null)));
      return models.filter(Boolean).length;
    };
    for (const selector of [".parts tr", "#places .facts", ".layer.on .p path", ".legend"]) assert.ok((await boxes(selector)) > 0, selector);
    assert.equal(await boxes(".controls"), 0, "controls that would do nothing are not shown");
    await page.ask("Emulation.setScriptExecutionDisabled", { value: false });
  },

  async "markup in a name is read and not run"(page) {
    if (!marked) return;
    await page.open(marked);
    const rows = await page.value(`[...document.querySelectorAll("tr[data-i]")].filter((tr) => tr.textContent.includes("<img")).map((tr) => tr.dataset.i)`);
    assert.ok(rows.length > 0 && (await page.value("document.title")).includes("<img"), "a settlement and the city bear markup");
    for (const i of new Set(rows)) {
      await page.value(`document.querySelector('tr[data-i="${i}"] a').click()`);
      await until(page, `location.hash === "#p${i}"`);
      await page.value(`document.querySelector('.p[data-i="${i}"]')?.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, pointerType: "mouse" }))`);
    }
    await page.value(search("<img"));
    assert.deepEqual(await page.value(`[document.images.length, document.querySelectorAll("script").length, "pwned" in window]`), [0, 2, false]);
  },
};

await browse(async (page) => {
  for (const [name, test] of Object.entries(tests)) {
    await page.size(1280, 900);
    await page.open(example);
    await test(page);
    quiet(page);
    console.log(`ok: ${name}`);
  }
});
