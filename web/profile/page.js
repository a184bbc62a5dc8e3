"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const data = JSON.parse($("#data").textContent);
  const say = (id, values = {}) => (data.words[id] || id).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  $$("[data-js]").forEach((element) => { element.hidden = false; });

  // ---- what is shown: an indicator, a set of places
  const sets = $$(".set");
  const rows = $$(".parts tr");
  const rowOf = new Map([...$$(".whole tr"), ...rows].map((row) => [row.dataset.i, row]));
  const nameOf = (row) => $("a", row).textContent;
  const keysOf = new Map($$("table.key").map((table) => [table, table.dataset.keys.split(" ")]));
  const cellOf = (row) => row.cells[keysOf.get(row.closest("table")).indexOf(key()) + 1 || -1];
  const keySelect = $("#key");
  const setSelect = $("#set");
  const typeSelect = $("#type");
  const key = () => keySelect?.value ?? "0";
  const set = () => setSelect.value || "0";

  // ---- map
  const map = $("#map");
  const shapes = map ? new Map($$(".p", map).map((shape) => [shape.dataset.i, shape])) : new Map();
  const legendOf = (number) => $(`.legend[data-key="${key()}"][data-set="${number}"]`);
  const isColoured = (number) => legendOf(number)?.querySelector("i:not(.cn)");

  function colour() {
    if (!map) return;
    if ($(`.layer[data-set="${set()}"]`, map)) map.dataset.set = set();
    const shown = map.dataset.set;
    map.dataset.ramp = keySelect?.selectedOptions[0]?.dataset.ramp ?? map.dataset.ramp;
    for (const group of $$(".layer, .names", map)) {
      group.classList.toggle("on", group.dataset.set === shown);
      group.classList.toggle("base", Number(group.dataset.set) < Number(shown));
    }
    for (const shape of $$(`.layer[data-set="${shown}"] .p`, map)) {
      const row = rowOf.get(shape.dataset.i);
      const wanted = !typeSelect?.value || row.dataset.t === typeSelect.value;
      shape.setAttribute("class", `p c${cellOf(row)?.dataset.q ?? "n"}${shape.classList.contains("at") ? " at" : ""}${wanted ? "" : " out"}`);
    }
    $$(".legend").forEach((legend) => { legend.hidden = legend !== legendOf(shown); });
  }

  function told(shape) {
    const row = rowOf.get(shape.dataset.i);
    const cell = cellOf(row);
    const name = document.createElement("b");
    name.textContent = nameOf(row);
    const lines = cell ? [...cell.childNodes].filter((n) => !(n.matches?.("small") && n.querySelector(".ref"))).map((n) => n.textContent) : [];
    return [name, cell ? `${keySelect?.selectedOptions[0]?.textContent}: ${lines.join(" ")}` : ""];
  }
  if (map) cityMap(map, { told, chosen: (i) => select(i, true) });

  // ---- tables: one set, or every set that has what is searched for
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const searched = new Map(rows.map((row) => [row, plain(row.cells[0].textContent)]));
  function sift() {
    const wanted = plain($("#search").value.trim());
    const chosen = sets.find((one) => one.dataset.set === set());
    const hasTypes = chosen && new Set($$(".parts tr", chosen).map((row) => row.dataset.t)).size > 1;
    if (typeSelect) {
      $("#types").hidden = !hasTypes;
      if (!hasTypes) typeSelect.value = "";
    }
    const type = typeSelect?.value ?? "";
    let shown = 0, all = 0;
    for (const one of sets) {
      const list = $$(".parts tr", one);
      let here = 0;
      for (const row of list) {
        row.hidden = !searched.get(row).includes(wanted) || (type && one === chosen && row.dataset.t !== type);
        if (!row.hidden) here += 1;
      }
      one.hidden = wanted ? here === 0 : one !== chosen;
      one.open = true;
      if (!one.hidden) { shown += here; all += list.length; }
      $(".whole", one).hidden = wanted !== "";
    }
    $("#found").textContent = say("js-shown", { n: shown.toLocaleString("en"), all: (all || rows.length).toLocaleString("en") });
    $("#none").hidden = shown > 0;
  }
  keySelect?.addEventListener("change", () => {
    if (!isColoured(set())) {
      const other = [...setSelect.options].find((option) => isColoured(option.value));
      if (other) { setSelect.value = other.value; sift(); }
    }
    colour();
  });
  setSelect.addEventListener("change", () => {
    if (keySelect && legendOf(set()) && !isColoured(set())) {
      const has = (option) => $(`.legend[data-key="${option.value}"][data-set="${set()}"] i:not(.cn)`);
      const able = [...keySelect.options].filter(has);
      const other = able.find((option) => ["worse", "better"].includes(option.dataset.ramp)) ?? able[0];
      if (other) keySelect.value = other.value;
    }
    if (!card.hidden) back();
    sift();
    colour();
  });
  typeSelect?.addEventListener("change", () => { sift(); colour(); });
  $("#search").addEventListener("input", () => { if (!card.hidden) back(false); sift(); });

  $$("table.key").forEach((table) => sortable(table, $(".parts", table)));

  // ---- the sheet of a place: a copy of the one in the page, or unpacked
  const unpacked = new Map();
  async function text(chunk) {
    if (!unpacked.has(chunk)) {
      const bytes = Uint8Array.from(atob(chunk[1]), (letter) => letter.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
      unpacked.set(chunk, (await new Response(stream).text()).split("\u001e"));
    }
    return unpacked.get(chunk);
  }
  async function sheetOf(i) {
    const stored = $(`#p${i} > .sheet`);
    if (stored) return [stored.cloneNode(true)];
    const chunk = data.chunks.find(([places]) => places.includes(Number(i)));
    if (!chunk || !window.DecompressionStream) return [say("js-unread")];
    const html = (await text(chunk))[chunk[0].indexOf(Number(i))];
    return [...new DOMParser().parseFromString(html, "text/html").body.childNodes];
  }

  const card = $("#card");
  const list = $("#list");
  let chosen = null;
  async function select(i, focus) {
    const row = rowOf.get(i);
    if (!row) return;
    chosen = i;
    const sheet = await sheetOf(i);
    if (chosen !== i) return;
    $("#card-name").textContent = nameOf(row);
    $("#sheet").replaceChildren(...sheet);
    $$(".at").forEach((element) => element.classList.remove("at"));
    row.classList.add("at");
    const shape = shapes.get(i);
    if (shape) { shape.classList.add("at"); shape.parentElement.append(shape); }
    list.hidden = true;
    card.hidden = false;
    card.scrollTop = 0;
    if (focus) { card.focus({ preventScroll: true }); if (card.getBoundingClientRect().top < 0 || innerWidth < 992) card.scrollIntoView(); }
    $("#live").textContent = say("js-selected", { place: nameOf(row) });
    history.replaceState(null, "", "#p" + i);
  }
  function back(focus = true) {
    card.hidden = true;
    list.hidden = false;
    $$(".at").forEach((element) => element.classList.remove("at"));
    const row = rowOf.get(chosen);
    chosen = null;
    if (focus) (row && !row.hidden && !row.closest("[hidden]") ? $("a", row) : $("#search")).focus();
    history.replaceState(null, "", "#explore");
  }
  $("#back").addEventListener("click", () => back());
  card.addEventListener("keydown", (event) => { if (event.key === "Escape") back(); });
  list.addEventListener("click", (event) => {
    const link = event.target.closest("tbody th a");
    if (!link) return;
    event.preventDefault();
    select(link.closest("tr").dataset.i, true);
  });
  let marked = null;
  function mark(event) {
    marked?.classList.remove("at");
    marked = shapes.get(event?.target.closest("tr")?.dataset.i) ?? null;
    marked?.classList.add("at");
  }
  list.addEventListener("pointerover", mark);
  list.addEventListener("pointerleave", () => mark(null));

  // ---- printing
  $("#unfold").addEventListener("click", () => $$("#places details:not(.why)").forEach((details) => { details.open = true; }));
  addEventListener("afterprint", () => document.body.classList.remove("one"));
  $("#print").addEventListener("click", () => { document.body.classList.add("one"); print(); });

  // ---- arriving with a place in the address
  function arrive() {
    const match = /^#p(\d+)$/.exec(location.hash);
    if (match) { select(match[1], false); $("#explore").scrollIntoView(); }
  }
  addEventListener("hashchange", arrive);
  sift();
  colour();
  arrive();
})();
