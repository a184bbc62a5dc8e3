// Reads a plan as people do: node plan.mjs PAGE.html [MARKED.html], the second with markup in its names.
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { browse } from "./browser.mjs";

const [example, marked] = process.argv.slice(2).map((path) => pathToFileURL(path).href);
const inside = (request) => /^(file|data|blob):/.test(request);
const choose = (id, value) => `{ const s = document.querySelector("#${id}"); s.value = ${JSON.stringify(value)}; s.dispatchEvent(new Event("change")); }`;
const search = (words) => `{ const s = document.querySelector("#search"); s.value = ${JSON.stringify(words)}; s.dispatchEvent(new Event("input")); }`;
const options = (id) => `[...(document.querySelector("#${id}")?.options ?? [])].map((o) => o.value)`;
const shown = (selector) => `[...document.querySelectorAll(${JSON.stringify(selector)})].filter((e) => e.getClientRects().length > 0)`;
const rows = "#who .right .part-of.on tr[data-i]";

const tests = {
  async "the answer, its objective, bound and gap are in sight without a click"(page) {
    const words = await page.value(`${shown("#answer")}[0].innerText`);
    assert.match(words, /No plan can be better than/);
    assert.match(words, /what stands and is committed/i);
    assert.equal(await page.value(`document.querySelectorAll("#answer details").length`), 0);
  },

  async "every service, period and chain that can be chosen is shown alone"(page) {
    const [services, periods, flows] = [await page.value(options("service")), await page.value(options("period")), await page.value(options("flow"))];
    assert.ok(periods.length > 0);
    for (const period of periods) {
      await page.value(choose("period", period));
      for (const service of services) {
        await page.value(choose("service", service));
        assert.equal(await page.value(`${shown("#who .right .part-of")}.length`), 1);
        const name = await page.value(`document.querySelector("#service").selectedOptions[0].textContent + "|" + document.querySelector("#period").selectedOptions[0].textContent`);
        const head = await page.value(`${shown("#who .right .part-of p.view")}[0].textContent`);
        for (const part of name.split("|")) assert.ok(head.includes(part), `${head} is not of ${part}`);
      }
      for (const flow of flows) {
        await page.value(choose("flow", flow));
        assert.equal(await page.value(`${shown("#flows .part-of")}.length`), 1);
      }
    }
  },

  async "what comes into a node of a drawing goes out of it"(page) {
    const found = await page.value(`[...document.querySelectorAll("figure.sankey svg")].map((svg) => {
      const [comes, goes] = [new Map(), new Map()];
      const add = (map, node, amount) => map.set(node, (map.get(node) ?? 0) + amount);
      for (const band of svg.querySelectorAll(".band")) {
        add(goes, band.dataset.from, Number(band.dataset.v));
        add(comes, band.dataset.to, Number(band.dataset.v));
      }
      const through = [...comes.keys()].filter((node) => goes.has(node));
      const open = through.filter((node) => Math.abs(comes.get(node) - goes.get(node)) > 1e-6 * Math.max(1, comes.get(node)));
      return [through.length, open.map((node) => svg.querySelector('[data-node="' + node + '"]').textContent), svg.querySelectorAll(".band").length];
    })`);
    assert.ok(found.length > 0 && found.every(([, , bands]) => bands > 0));
    assert.ok(found.some(([through]) => through > 2), "some drawing has nodes in its middle");
    for (const [, open] of found) assert.deepEqual(open, []);
  },

  async "the table below a drawing closes for each resource and has the drawing's numbers"(page) {
    const faults = await page.value(`[...document.querySelectorAll("#flows .part-of")].flatMap((part) => {
      const number = (cell) => Number(cell.textContent.replace(/,/g, "").replace("\u2212", "-")) || 0;
      const faults = [];
      for (const row of part.querySelectorAll("tr.whole")) {
        const [comes, goes] = [number(row.cells[2]), number(row.cells[3])];
        if (row.textContent.includes("closes") && Math.abs(comes - goes) > 1) faults.push(row.textContent);
      }
      const table = [...part.querySelectorAll("tbody tr:not(.whole)")].reduce((sum, row) => sum + number(row.cells[2]) + number(row.cells[3]), 0);
      const drawing = [...part.querySelectorAll(".band")].filter((band) => {
        const ends = ["from", "to"].map((end) => part.querySelector('[data-node="' + band.dataset[end] + '"]'));
        return ends.some((end) => end.classList.contains("resource"));
      }).reduce((sum, band) => sum + Number(band.dataset.v), 0);
      if (Math.abs(table - drawing) > 1e-3 * Math.max(1, drawing)) faults.push([table, drawing]);
      return faults;
    })`);
    assert.deepEqual(faults, []);
  },

  async "where the money goes closes to the last unit, down every column and along every row, with the objective"(page) {
    const found = await page.value(`(() => {
      const table = document.querySelector(".account table");
      if (!table) return null;
      const number = (cell) => {
        const words = cell.textContent.replace(/,/g, "").replace("−", "-");
        return Math.round(100 * Number(words));
      };
      const faults = [];
      const cells = (row) => [...row.querySelectorAll("td")].map(number);
      const add = (a, b) => (a.length ? a.map((x, i) => x + b[i]) : b);
      const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
      let [parts, sums, whole, besides] = [[], [], null, 0];
      for (const row of table.tBodies[0].rows) {
        const now = cells(row);
        if (now.some(Number.isNaN)) faults.push(row.textContent);
        if (row.classList.contains("found")) continue;
        if (row.classList.contains("besides")) { besides += now[0]; continue; }
        if (row.classList.contains("objective")) {
          if (whole.at(-1) + besides !== now[0]) faults.push("objective " + row.textContent);
          continue;
        }
        const all = now.slice(0, -2).reduce((a, b) => a + b, 0);
        if (all !== now.at(-2)) faults.push("along " + row.textContent);
        if (row.classList.contains("sum")) {
          if (!same(parts, now)) faults.push("down " + row.textContent);
          [sums, parts] = [add(sums, now), []];
        } else if (row.classList.contains("whole")) {
          if (!same(sums, now)) faults.push("all " + row.textContent);
          whole = now;
        } else parts = add(parts, now);
      }
      const links = document.querySelector("#build tfoot td");
      const of = (words) => [...table.tBodies[0].rows].find((row) => row.cells[0].textContent === words);
      if (links && number(links) !== cells(of("New links")).at(-2)) faults.push("links " + links.textContent);
      const units = [...document.querySelectorAll("#build table")].find((one) => one.caption.textContent === "New units by technology and period");
      if (units) {
        const costs = (row) => [...row.querySelectorAll("td")].map((td) => Math.round(100 * Number(td.dataset.v)));
        if (!same(costs(units.querySelector("tr.whole")), cells(of("New units")).slice(0, -2))) faults.push("units");
      }
      return [faults, table.tBodies[0].rows.length];
    })()`);
    if (!found) return;
    assert.deepEqual(found[0], []);
    assert.ok(found[1] > 3);
  },

  async "a table that goes on to the right says so, and paper holds only its first rows"(page) {
    await page.size(390, 800);
    const silent = await page.value(`${shown(".scroll, .wide")}.filter((box) => !box.closest("details:not([open])") && (box.scrollWidth - box.clientWidth > 2) !== box.classList.contains("aside")).map((box) => box.ariaLabel)`);
    assert.deepEqual(silent, []);
    const cut = await page.value(`[...document.querySelectorAll(".cuts")].filter((box) => {
      const rows = box.querySelectorAll("tbody tr").length;
      return rows > (box.classList.contains("few") ? 15 : 40) !== /csv|CSV|city file/.test(box.querySelector(".printed")?.textContent ?? "");
    }).length`);
    assert.equal(cut, 0);
  },

  async "the map has the class that the table's share says"(page) {
    if (!(await page.value(`document.querySelector("#map") !== null`))) return;
    for (const period of await page.value(options("period"))) {
      await page.value(choose("period", period));
      const [wrong, seen] = await page.value(`(() => {
        const limits = [0.25, 0.5, 0.75, 0.95];
        const by = new Map();
        for (const row of document.querySelectorAll("${rows}")) by.set(row.dataset.i, [...(by.get(row.dataset.i) ?? []), row]);
        let seen = 0;
        const wrong = [...by].filter(([place, rows]) => {
          const shape = document.querySelector('.layer .p[data-i="' + place + '"]');
          if (!shape || rows.length > 1) return false;
          seen += 1;
          const share = Number(rows[0].cells[1].dataset.v);
          return !shape.classList.contains("c" + limits.filter((limit) => share >= limit - 1e-9).length);
        });
        return [wrong.length, seen];
      })()`);
      assert.equal(wrong, 0);
      assert.ok(seen > 0);
    }
  },

  async "lines of the chosen period and resource alone are drawn, new ones with another pattern"(page) {
    const carried = await page.value(options("carried"));
    if (!carried.length) return;
    const now = await page.value(`document.querySelector("#period").value`);
    const drawn = await page.value(`[...document.querySelectorAll(".links.on")].map((g) => [g.dataset.period, g.dataset.carried])`);
    assert.deepEqual(drawn, [[now, carried[0]]]);
    const dashes = await page.value(`[...document.querySelectorAll("#map .link")].map((l) => [l.classList.contains("new"), getComputedStyle(l).strokeDasharray !== "none"])`);
    assert.ok(dashes.every(([isNew, dashed]) => isNew === dashed));
    await page.value(choose("carried", "none"));
    assert.equal(await page.value(`document.querySelectorAll(".links.on").length`), 0);
  },

  async "a heading sorts its column, up and down"(page) {
    const found = await page.value(`(() => {
      const table = ${shown(".by-place table")}[0];
      if (!table) return null;
      const head = table.tHead.rows[0].cells[1];
      const read = () => [...table.tBodies[0].rows].map((row) => Number(row.cells[1].dataset.v));
      head.querySelector("button").click();
      const down = [read(), head.ariaSort];
      head.querySelector("button").click();
      return [...down, read(), head.ariaSort];
    })()`);
    if (!found) return;
    const [down, first, up, second] = found;
    assert.deepEqual([first, second], ["descending", "ascending"]);
    assert.deepEqual(down, [...down].sort((a, b) => b - a));
    assert.deepEqual(up, [...down].sort((a, b) => a - b));
  },

  async "a place is found by its name, and what is not found is said"(page) {
    const name = await page.value(`document.querySelector("${rows}")?.cells[0].firstChild.textContent`);
    if (!name) return;
    await page.value(search(name.toUpperCase()));
    const found = await page.value(`${shown(rows)}.map((tr) => tr.cells[0].textContent)`);
    assert.ok(found.length > 0 && found.every((one) => one.toLowerCase().includes(name.toLowerCase())), `${found}`);
    await page.value(search("no such place"));
    assert.equal(await page.value(`${shown(rows)}.length`), 0);
    assert.equal(await page.value(`document.querySelector("#none").hidden`), false);
  },

  async "choosers and boxes that scroll are reached by the keyboard"(page) {
    const without = await page.value(`[...document.querySelectorAll(".scroll, .wide")].filter((e) => e.tabIndex !== 0 || !e.getAttribute("aria-label")).length`);
    assert.equal(without, 0);
    const unnamed = await page.value(`[...document.querySelectorAll("select, input:not([type=hidden]), button")].filter((e) => !(e.labels?.length || e.textContent.trim() || e.ariaLabel)).length`);
    assert.equal(unnamed, 0);
  },

  async "no name of a drawing lies outside it"(page) {
    for (const width of [1280, 390]) {
      await page.size(width, 900);
      const faults = await page.value(`${shown("figure.sankey svg, figure.plot svg")}.flatMap((svg) => {
        const around = svg.getBoundingClientRect();
        return [...svg.querySelectorAll("text")].filter((text) => {
          const b = text.getBoundingClientRect();
          return b.left < around.left - 2 || b.right > around.right + 22 || b.top < around.top - 2 || b.bottom > around.bottom + 2;
        }).map((text) => text.textContent);
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
