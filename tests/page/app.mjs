// Walks through the pages that `makazi serve` gives, as people do: node app.mjs http://127.0.0.1:8750 [FOLDER for pictures]
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { browse } from "./browser.mjs";
import { adding } from "./app_add.mjs";
import { deciding } from "./app_desk.mjs";
import { field } from "./app_field.mjs";
import { working } from "./app_work.mjs";
import { answer, base, choose, faults, FLAGS, focused, go, knows, mapShown, ours, picture, pictures, press, scheme, settled, speak, tabTo, until } from "./app_steps.mjs";

const inside = (request) => /^(data|blob):/.test(request) || /^http:\/\/127\.0\.0\.1:\d+\//.test(request);

/** A settlement, or else a district, of which something is known. */
async function aPlace() {
  for (const kind of ["settlement", "district", "city"]) {
    for (const one of (await answer(`/api/places?kind=${kind}`)).slice(0, 40)) {
      const { rows } = await answer(`/api/places/${encodeURIComponent(one.id)}`);
      if (rows.some(({ indicator, group, value }) => indicator === "population" && !group && typeof value === "number")) return one;
    }
  }
  assert.fail("no place has people");
}
const place = await aPlace();
const placePath = `/place/${encodeURIComponent(place.id)}`;
const OLD = ["/", placePath, "/map", "/data"];
const trial = (await answer("/api/trials").catch(() => [])).at?.(-1)?.id;
const PAGES = [...OLD, "/forms", "/inbox", "/work", ...(trial ? [`/compare?with=${encodeURIComponent(trial)}`] : []), "/add", `/add?boundary=${encodeURIComponent(place.id)}`, "/matches", "/accounts", "/reads", "/signin"];
const named = (path) => (path === placePath ? "place" : path.slice(1).replace(/\?.*/, (query) => (query.startsWith("?b") ? "_boundary" : "")) || "city");
/** A program older than the pages does not know all they ask for; they say so, and the browser counts each as a fault. */
const unknown = [];
for (const path of ["/api/me", "/api/forms", "/api/inbox", "/api/accounts", "/api/reads", "/api/choices", "/api/trials", "/api/jobs", "/api/matches", "/api/corrections", "/tiles/raster.json"]) if (!(await knows(path))) unknown.push(path);
if (unknown.length > 0) console.log(`not known here: ${unknown.join(" ")}`);
const old = (complaint) => unknown.length > 0 && /status of 40[45]/.test(complaint);

const tests = {
  async "a place is found by its name, without accents or case, and opened"(page) {
    await go(page, "/");
    await page.value(`document.querySelector(".find input").focus()`);
    const asked = place.name.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
    await page.ask("Input.insertText", { text: asked });
    await until(page, `[...document.querySelectorAll("[role=option]")].some((one) => one.textContent.includes(${JSON.stringify(place.name)}))`);
    await page.value(`[...document.querySelectorAll("[role=option]")].find((one) => one.textContent.includes(${JSON.stringify(place.name)})).click()`);
    await until(page, `document.querySelector("h1")?.textContent === ${JSON.stringify(place.name)}`);
    assert.equal(await page.value("location.pathname.startsWith('/place/')"), true);
    assert.ok((await page.value("document.title")).includes(place.name));
    await page.value("history.back()");
    await until(page, `location.pathname === "/" && !!document.querySelector(".hero")`);
  },

  async "what is not found is said"(page) {
    await go(page, "/");
    await page.value(`document.querySelector(".find input").focus()`);
    await page.ask("Input.insertText", { text: "qqqqxxxxzzzz" });
    await until(page, `/qqqqxxxxzzzz/.test(document.querySelector(".found-words").textContent)`);
  },

  async "a number opens why it is so: value, source, licence; Escape closes and the focus is back"(page) {
    await go(page, placePath);
    await page.value(`document.querySelector(".place .number").focus()`);
    await press(page, "Enter");
    await until(page, `document.querySelector("dialog.why").open && !!document.querySelector("dialog .because dl")`);
    const [told] = await answer(`/api/why?place=${encodeURIComponent(place.id)}&indicator=population`);
    const words = await page.value(`document.querySelector("dialog.why").innerText`);
    for (const wanted of [place.name, told.source.title, told.source.licence]) assert.ok(words.includes(wanted), `${wanted} in: ${words.slice(0, 400)}`);
    await picture(page, "why");
    assert.deepEqual(await faults(page), []);
    await press(page, "Escape");
    await until(page, `!document.querySelector("dialog.why").open`);
    assert.equal(await page.value(`${focused}.matches(".place .number")`), true);
  },

  async "the keyboard alone finds a place, asks why, and comes back"(page) {
    await go(page, "/");
    await press(page, "Tab");
    assert.equal(await page.value(`${focused}.matches(".skip") && ${focused}.getBoundingClientRect().left >= 0`), true, "the first stop leads past the head, and is seen");
    await tabTo(page, `e.matches(".find input")`);
    await page.ask("Input.insertText", { text: place.name });
    await until(page, `[...document.querySelectorAll("[role=option]")].some((one) => one.querySelector("b").textContent === ${JSON.stringify(place.name)})`);
    for (let i = 0; i < 9; i++) {
      await press(page, "ArrowDown");
      if (await page.value(`document.querySelector("[aria-selected=true] b").textContent === ${JSON.stringify(place.name)}`)) break;
    }
    assert.equal(await page.value(`document.getElementById(${focused}.getAttribute("aria-activedescendant"))?.querySelector("b").textContent`), place.name);
    await press(page, "Enter");
    await until(page, `document.querySelector("h1")?.textContent === ${JSON.stringify(place.name)} && !document.querySelector(".waiting")`);
    await tabTo(page, `e.matches(".place .number")`);
    const outline = await page.value(`getComputedStyle(${focused}).outlineStyle`);
    assert.notEqual(outline, "none", "the focus is seen");
    await press(page, "Enter");
    await until(page, `document.querySelector("dialog.why").open && !!document.querySelector("dialog .because dl")`);
    for (let i = 0; i < 12; i++) {
      await press(page, "Tab");
      assert.equal(await page.value(`document.querySelector("dialog.why").contains(${focused}) || ${focused} === document.body`), true, "the focus stays in the dialog");
    }
    await press(page, "Escape");
    await until(page, `!document.querySelector("dialog.why").open`);
    assert.equal(await page.value(`${focused}.matches(".place .number")`), true);
  },

  async "the map has drawn, and another indicator changes map, legend and table"(page) {
    await go(page, "/");
    const [colours, drawn] = await mapShown(page);
    assert.ok(colours > 8 && drawn > 0.02, `${colours} colours, ${drawn} of the map`);
    const options = await page.value(`[...document.querySelector(".coloured select").options].map((o) => o.value)`);
    const state = `document.querySelector(".coloured .legend").textContent + document.querySelector(".coloured thead").textContent`;
    const before = await page.value(state);
    const now = await page.value(`document.querySelector(".coloured select").value`);
    const other = options.find((one) => one !== now && one !== "population");
    if (!other) return;
    await page.value(choose(".coloured select", other));
    await until(page, settled);
    assert.notEqual(await page.value(state), before);
  },

  async "the table beside the map sorts, up and down, and what has no number stands last"(page) {
    await go(page, "/");
    const read = `[...document.querySelectorAll(".coloured tbody tr")].map((row) => row.cells[1].querySelector(".number b")?.textContent.replace(/[^0-9.]/g, "") ?? "")`;
    const head = `document.querySelector(".coloured thead th:nth-child(2)")`;
    for (const sign of [-1, 1]) {
      await page.value(`${head}.querySelector("button").click()`);
      assert.equal(await page.value(`${head}.getAttribute("aria-sort")`), sign < 0 ? "descending" : "ascending");
      const cells = await page.value(read);
      const numbers = cells.filter(Boolean).map(Number);
      assert.ok(numbers.length > 1);
      assert.deepEqual(numbers, [...numbers].sort((a, b) => sign * (a - b)));
      assert.deepEqual(cells.slice(numbers.length).filter(Boolean), []);
    }
  },

  async "layers can be chosen: each has a map, a legend and a table with as many rows as it says"(page) {
    const layers = (await answer("/api/layers")).filter(({ shape, count }) => shape !== "none" && count > 0);
    const sample = [...new Map(layers.map((layer) => [layer.shape + Object.keys(layer.style ?? {}), layer])).values()].slice(0, 6);
    assert.ok(sample.length > 0);
    for (const layer of sample) {
      await go(page, `/map?layer=${encodeURIComponent(layer.name)}`);
      const [colours, drawn] = await mapShown(page);
      assert.ok(colours > 4 && drawn > 0.005, `${layer.name}: ${colours} colours, ${drawn} of the map`);
      assert.ok((await page.value(`document.querySelectorAll(".legend li").length`)) > 0, layer.name);
      assert.equal(await page.value(`document.querySelectorAll("table.raw tbody tr").length`), Math.min(layer.count, 50), layer.name);
    }
  },

  async "a row of the table is shown on the map and told beside it"(page) {
    await go(page, "/map");
    await page.value(`document.querySelector("table.raw tbody .link").click()`);
    await until(page, settled);
    const name = await page.value(`document.querySelector("table.raw tbody .link").textContent`);
    assert.equal(await page.value(`document.querySelector(".held h2").textContent`), name);
  },

  async "places lead to the places within and back"(page) {
    const city = (await answer("/api/places?kind=district"))[0];
    if (!city) return;
    await go(page, `/place/${encodeURIComponent(city.id)}`);
    assert.equal(await page.value(`document.querySelector("h1").textContent`), city.name);
    const child = await page.value(`document.querySelector(".children a")?.textContent ?? null`);
    if (!child) return;
    await page.value(`document.querySelector(".children a").click()`);
    await until(page, `document.querySelector("h1")?.textContent === ${JSON.stringify(child)}`);
    assert.ok((await page.value(`document.querySelector(".crumbs").textContent`)).includes(city.name));
  },

  async "an address that leads nowhere says so and what to do"(page) {
    await go(page, "/nowhere");
    assert.equal(await page.value(`document.querySelectorAll("main a[href='/']").length`), 1);
    await page.open(`${base}/place/settlement%3Anone`);
    await until(page, `!!document.querySelector("[role=alert]")`);
    page.complaints.splice(0, page.complaints.length, ...page.complaints.filter((one) => !/404/.test(one)));
  },

  async "markup in what is answered is read and not run"(page) {
    const marked = `{
      const ask = window.fetch;
      window.fetch = async (path, ...more) => {
        const answer = await ask(path, ...more);
        if (!String(path).startsWith("/api/")) return answer;
        const keys = "label|title|text|notice|note|group_label|words|publisher|licence|definition|method|place_name" + (String(path).startsWith("/api/layers") ? "" : "|name");
        const text = (await answer.text()).replace(new RegExp('"(' + keys + ')": *"', "g"), '"$1":"<img src=x onerror=window.pwned=1>');
        return new Response(text, { status: answer.status });
      };
    }`;
    const { identifier } = await page.ask("Page.addScriptToEvaluateOnNewDocument", { source: marked });
    try {
      for (const path of OLD) {
        await go(page, path);
        if (path === placePath) {
          await page.value(`document.querySelector(".place .number").click()`);
          await until(page, `!!document.querySelector("dialog .because dl")`);
        }
        assert.ok((await page.value("document.body.textContent")).includes("<img src=x"), path);
        assert.deepEqual(await page.value(`[document.querySelectorAll("img").length, "pwned" in window]`), [0, false], path);
      }
    } finally {
      await page.ask("Page.removeScriptToEvaluateOnNewDocument", { identifier });
    }
  },

  async "axe finds nothing on any page, wide and narrow, light and dark, in English and French"(page) {
    const found = {};
    const states = [[1300, "light", "en"], [360, "light", "en"], [1300, "dark", "en"], [360, "dark", "en"], [1300, "light", "fr"]];
    for (const [width, colours, language] of states) {
      await page.size(width, width < 500 ? 740 : 900);
      await scheme(page, colours);
      await speak(page, language);
      for (const path of PAGES) {
        await go(page, path);
        await picture(page, `${named(path)}_${width}_${colours}_${language}`);
        const here = await faults(page);
        if (here.length > 0) found[`${path} at ${width}, ${colours}, ${language}`] = here;
      }
    }
    await speak(page, "en");
    assert.deepEqual(found, {});
  },

  async "nothing is wider than a small telephone but what scrolls by itself"(page) {
    await page.size(360, 740);
    for (const path of PAGES) {
      await go(page, path);
      assert.ok((await page.value("document.documentElement.scrollWidth")) <= 360, `${path}: ${await page.value("document.documentElement.scrollWidth")}`);
      const wide = await page.value(`[...document.querySelectorAll("main *")].filter((e) => e.getBoundingClientRect().right > 361 && !e.closest(".scroll, .topics-nav, .frame, .vh")).slice(0, 3).map((e) => e.outerHTML.slice(0, 120))`);
      assert.deepEqual(wide, [], path);
    }
    await go(page, placePath);
    await page.value(`document.querySelector(".place .number").click()`);
    await until(page, `!!document.querySelector("dialog .because dl")`);
    assert.ok((await page.value(`document.querySelector("dialog.why").scrollWidth`)) <= 360);
  },

  async "dark is dark, on the map too"(page) {
    await page.ask("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: "dark" }] });
    await go(page, "/");
    const light = await page.value(`getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number).reduce((a, b) => a + b)`);
    assert.ok(light < 150, `${light}`);
    const [colours] = await mapShown(page);
    assert.ok(colours > 8);
  },

  async "a place is one sheet of A4"(page) {
    const all = (await answer(`/api/places?kind=${place.kind}`)).slice(0, 6);
    for (const { id } of all) {
      await go(page, `/place/${encodeURIComponent(id)}`);
      const { data } = await page.ask("Page.printToPDF", { printBackground: true, preferCSSPageSize: true });
      const pdf = Buffer.from(data, "base64");
      assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length, 1, id);
      if (pictures && id === place.id) writeFileSync(join(pictures, "place.pdf"), pdf);
    }
  },
};

await browse(async (page) => {
  await page.open(base);
  for (const [name, test] of Object.entries({ ...tests, ...field, ...working, ...deciding, ...adding })) {
    await page.size(1300, 900);
    await scheme(page, "light");
    await test(page);
    assert.deepEqual(page.complaints.filter((one) => ours(one) && !old(one)), [], `${name}: the page complains of nothing`);
    assert.deepEqual(page.requests.filter((request) => !inside(request) && request !== "about:blank"), [], `${name}: every request stays on ${base}`);
    console.log(`ok: ${name}`);
  }
}, FLAGS);
