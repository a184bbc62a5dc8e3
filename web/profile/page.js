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
  const view = $("#view");
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

  const box = map ? map.viewBox.baseVal : { width: 1, height: 1 };
  let zoom = { k: 1, x: 0, y: 0 };
  const unitsPerPixel = () => { const m = map.getScreenCTM(); return m ? 1 / m.a : 1; };
  function paint() {
    const least = (side, k) => side * (1 - k);
    zoom.k = Math.min(64, Math.max(1, zoom.k));
    zoom.x = Math.min(0, Math.max(least(box.width, zoom.k), zoom.x));
    zoom.y = Math.min(0, Math.max(least(box.height, zoom.k), zoom.y));
    view.setAttribute("transform", `translate(${zoom.x} ${zoom.y}) scale(${zoom.k})`);
    const u = unitsPerPixel() / zoom.k;
    map.style.setProperty("--u", u);
    // Names are set for 15 units to a pixel; on a smaller map they would lie on each other.
    map.dataset.z = u > 19 ? 0 : 2 ** Math.max(0, Math.min(5, Math.floor(Math.log2(15 / u + 0.01))));
    map.classList.toggle("near", zoom.k > 1.01);
    $("#hatch").setAttribute("patternTransform", `rotate(45) scale(${u / 15})`);
    scale(u);
  }
  function scale(u) {
    const metres = Number(map.dataset.metres) * u * 120;
    const ten = 10 ** Math.floor(Math.log10(metres));
    const length = [5, 2, 1].map((n) => n * ten).find((n) => n <= metres) ?? ten;
    const bar = $(".scale");
    $("i", bar).style.width = (120 * length) / metres + "px";
    $("span", bar).textContent = length >= 1000 ? length / 1000 + " km" : length + " m";
    bar.style.visibility = "visible";
  }
  function about(factor, x, y) {
    const k = Math.min(64, Math.max(1, zoom.k * factor));
    zoom.x = x - ((x - zoom.x) * k) / zoom.k;
    zoom.y = y - ((y - zoom.y) * k) / zoom.k;
    zoom.k = k;
    paint();
  }
  const pan = (dx, dy) => { zoom.x += dx * box.width; zoom.y += dy * box.height; paint(); };
  const doing = {
    in: () => about(1.6, box.width / 2, box.height / 2),
    out: () => about(1 / 1.6, box.width / 2, box.height / 2),
    all: () => { zoom = { k: 1, x: 0, y: 0 }; paint(); },
    left: () => pan(0.2, 0), right: () => pan(-0.2, 0), up: () => pan(0, 0.2), down: () => pan(0, -0.2),
  };
  const at = (x, y) => new DOMPoint(x, y).matrixTransform(map.getScreenCTM().inverse());

  function tell(event) {
    const tip = $("#tip");
    const shape = event?.target.closest?.(".p");
    if (!shape || event.pointerType === "touch") { tip.hidden = true; return; }
    const row = rowOf.get(shape.dataset.i);
    const cell = cellOf(row);
    const name = document.createElement("b");
    name.textContent = nameOf(row);
    const lines = cell ? [...cell.childNodes].filter((n) => !(n.matches?.("small") && n.querySelector(".ref"))).map((n) => n.textContent) : [];
    tip.replaceChildren(name, cell ? `${keySelect?.selectedOptions[0]?.textContent}: ${lines.join(" ")}` : "");
    tip.hidden = false;
    const frame = map.parentElement.getBoundingClientRect();
    const x = event.clientX - frame.left, y = event.clientY - frame.top;
    tip.style.left = Math.min(x + 14, frame.width - tip.offsetWidth - 6) + "px";
    tip.style.top = (y + 18 + tip.offsetHeight > frame.height ? y - tip.offsetHeight - 10 : y + 18) + "px";
  }

  if (map) {
    $$("title", map).forEach((title) => title.remove());
    $$(".pad button").forEach((button) => button.addEventListener("click", doing[button.dataset.do]));
    const keys = { "+": "in", "=": "in", "-": "out", "0": "all", ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
    map.addEventListener("keydown", (event) => {
      if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) { event.preventDefault(); doing[keys[event.key]](); }
    });
    map.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && document.activeElement !== map) return;
      event.preventDefault();
      const point = at(event.clientX, event.clientY);
      about(Math.exp(-event.deltaY / 400), point.x, point.y);
    }, { passive: false });
    const held = new Map();
    let moved = false, apart = 0;
    map.addEventListener("pointerdown", (event) => {
      held.set(event.pointerId, [event.clientX, event.clientY]);
      moved = false;
      apart = 0;
    });
    map.addEventListener("pointermove", (event) => {
      const from = held.get(event.pointerId);
      if (!from) { tell(event); return; }
      const to = [event.clientX, event.clientY];
      if (!moved && Math.hypot(to[0] - from[0], to[1] - from[1]) < 5) return;
      moved = true;
      held.set(event.pointerId, to);
      tell(null);
      if (held.size === 1 && (zoom.k > 1.01 || event.pointerType !== "touch")) {
        if (!map.hasPointerCapture(event.pointerId)) map.setPointerCapture(event.pointerId);
        const u = unitsPerPixel();
        zoom.x += (to[0] - from[0]) * u;
        zoom.y += (to[1] - from[1]) * u;
        paint();
      } else if (held.size === 2) {
        const [a, b] = [...held.values()];
        const now = Math.hypot(a[0] - b[0], a[1] - b[1]);
        const middle = at((a[0] + b[0]) / 2, (a[1] + b[1]) / 2);
        if (apart > 0) about(now / apart, middle.x, middle.y);
        apart = now;
      }
    });
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
      map.addEventListener(end, (event) => { held.delete(event.pointerId); apart = 0; if (end === "pointerleave") tell(null); });
    }
    map.addEventListener("touchmove", (event) => { if (event.touches.length > 1) event.preventDefault(); }, { passive: false });
    map.addEventListener("click", (event) => {
      const shape = event.target.closest(".p");
      if (shape && !moved) select(shape.dataset.i, true);
    });
    new ResizeObserver(paint).observe(map);
    paint();
  }

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

  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  for (const table of $$("table.key")) {
    $$("thead th", table).forEach((head, column, heads) => {
      const label = column ? $("span", head) : head.firstChild;
      const button = document.createElement("button");
      const paper = document.createElement("span");
      button.type = "button";
      paper.className = "paper";
      paper.textContent = label.textContent;
      paper.ariaHidden = "true";
      label.replaceWith(button, paper);
      button.append(label);
      button.addEventListener("click", () => {
        const down = column ? head.ariaSort !== "descending" : head.ariaSort === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sign = down ? -1 : 1;
        const value = (row) => (row.cells[column].dataset.v === undefined ? null : Number(row.cells[column].dataset.v));
        const words = (row) => (column ? row.cells[column].textContent : nameOf(row));
        const sorted = $$(".parts tr", table).sort((a, b) => {
          const [x, y] = [value(a), value(b)];
          if (column && (x === null) !== (y === null)) return x === null ? 1 : -1;
          return sign * (column && x !== null ? x - y : collator.compare(words(a), words(b)));
        });
        $(".parts", table).append(...sorted);
      });
    });
  }

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
