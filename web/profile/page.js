"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const data = JSON.parse($("#data").textContent);
  const say = (id, values = {}) => (data.words[id] || id).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const make = (tag, className, ...children) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  };

  $$("[data-js]").forEach((element) => { element.hidden = false; });
  const rows = $$("#table tbody tr");
  const rowOf = new Map(rows.map((row) => [row.dataset.i, row]));
  const nameOf = (row) => $("a", row).textContent;

  // ---- map
  const map = $("#map");
  const view = $("#view");
  const shapes = map ? new Map($$(".p", map).map((shape) => [shape.dataset.i, shape])) : new Map();
  const keySelect = $("#key");
  const layerSelect = $("#layer");
  const key = () => Number(keySelect?.value ?? 0);
  const layer = () => layerSelect?.value ?? map?.dataset.layer ?? "0";

  function colour() {
    if (!map) return;
    map.dataset.layer = layer();
    map.dataset.ramp = keySelect?.selectedOptions[0]?.dataset.ramp ?? map.dataset.ramp;
    $$(".layer", map).forEach((group) => group.classList.toggle("on", group.dataset.layer === layer()));
    for (const [i, shape] of shapes) {
      const cell = rowOf.get(i)?.cells[key() + 1];
      const at = shape.classList.contains("at") ? " at" : "";
      shape.setAttribute("class", "p c" + (cell?.dataset.q ?? "n") + at);
    }
    $$(".legend").forEach((legend) => {
      legend.hidden = legend.dataset.key !== String(key()) || legend.dataset.layer !== layer();
    });
  }
  keySelect?.addEventListener("change", () => {
    const has = (number) => $(`.legend[data-key="${key()}"][data-layer="${number}"] i:not(.cn)`);
    if (layerSelect && !has(layer())) {
      const other = [...layerSelect.options].find((option) => has(option.value));
      if (other) layerSelect.value = other.value;
    }
    colour();
  });
  layerSelect?.addEventListener("change", colour);

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
    map.dataset.z = zoom.k >= 8 ? 8 : zoom.k >= 4 ? 4 : zoom.k >= 2 ? 2 : 1;
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
    const cell = row.cells[key() + 1];
    const label = keySelect?.selectedOptions[0]?.textContent;
    const lines = cell ? [...cell.childNodes].filter((n) => !(n.matches?.("small") && n.querySelector(".ref"))).map((n) => n.textContent) : [];
    tip.replaceChildren(make("b", "", nameOf(row)), cell ? `${label}: ${lines.join(" ")}` : "");
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
    colour();
    paint();
  }

  // ---- sheets that are not in the page yet
  const text = (number) => data.texts[number ?? 0];
  function reference(source) {
    if (!source) return "";
    if (typeof source === "string") return say("unlisted", { id: source });
    const link = make("a", "ref", String(source));
    link.href = "#s" + source;
    return link;
  }
  function why(label, how, inputs, earlier, fallback) {
    const parts = [["why-how", how], ["why-inputs", inputs], ["why-earlier", earlier]].filter(([, words]) => words);
    if (!parts.length) return "";
    const summary = make("summary", "", say("why"));
    summary.setAttribute("aria-label", say("why-of", { label }));
    const details = make("details", "", summary, ...parts.map(([title, words]) => make("p", "", make("b", "", say(title)), " " + words)));
    if (fallback) details.append(make("p", "", say("default-means")));
    return details;
  }
  function line([shape, main, range, share, bar, earlier]) {
    const [label, part, gap, unit, note, period, source, quality, fallback, how, inputs] = data.shapes[shape];
    const head = make("th", "", text(label));
    head.scope = "row";
    const value = make("td", gap ? "gap" : "", gap ? text(main) : make("b", "", text(main)));
    if (text(unit)) value.append(text(unit) === "%" ? "" : " ", make("span", "", text(unit)));
    if (text(range)) value.append(" ", make("i", "", `(${text(range)})`));
    if (text(share)) value.append(" ", make("span", "sh", text(share)));
    if (bar) { const w = make("i", "w"); w.style.setProperty("--w", bar - 1); value.append(w); }
    if (text(note)) value.append(make("p", "", text(note)));
    const from = make("td", "", text(period), " ", reference(source), " ");
    if (!gap) from.append(make("span", "q q" + quality, data.qualities[quality - 1]), " ");
    if (fallback) from.append(make("span", "dv", say("default")), " ");
    from.append(why(text(label), text(how), text(inputs), text(earlier), fallback));
    return make("tr", part ? "part" : "", head, value, from);
  }
  function built(place) {
    const sheet = make("div", "sheet");
    const [boundary, ...sections] = place;
    if (text(boundary)) sheet.append(make("p", "wide", make("b", "", say("boundary-note")), " " + text(boundary)));
    for (const [label, lines] of sections.filter(([, lines]) => lines.length)) {
      const heads = ["sheet-what", "sheet-value", "sheet-from"].map((id) => { const th = make("th", "", say(id)); th.scope = "col"; return th; });
      const table = make("table", "", make("thead", "vh", make("tr", "", ...heads)), make("tbody", "", ...lines.map(line)));
      sheet.append(make("section", "facts", make("h4", "", text(label)), table));
    }
    const silent = sections.filter(([, lines]) => !lines.length).map(([label]) => text(label));
    if (silent.length) sheet.append(make("p", "wide silent", say("silent-sections", { sections: silent.join(", ") })));
    return sheet;
  }

  // ---- selecting a place
  const card = $("#card");
  const list = $("#list");
  let cameFrom = null;
  function select(i, focus) {
    const row = rowOf.get(i);
    if (!row) return;
    const stored = $("#p" + i + " > .sheet");
    const sheet = stored ? stored.cloneNode(true) : data.places[i] ? built(data.places[i]) : null;
    if (!sheet) return;
    $("#sheet").replaceChildren(make("h3", "", nameOf(row)), make("small", "", $("small", row.cells[0]).textContent), sheet);
    $$(".at").forEach((element) => element.classList.remove("at"));
    row.classList.add("at");
    const shape = shapes.get(i);
    if (shape) { shape.classList.add("at"); shape.parentElement.append(shape); }
    cameFrom = i;
    list.hidden = true;
    card.hidden = false;
    card.scrollTop = 0;
    if (focus) card.focus({ preventScroll: innerWidth > 992 });
    $("#live").textContent = say("js-selected", { place: nameOf(row) });
    history.replaceState(null, "", "#p" + i);
  }
  function back() {
    card.hidden = true;
    list.hidden = false;
    $$(".at").forEach((element) => element.classList.remove("at"));
    const row = rowOf.get(cameFrom);
    (row && !row.hidden ? $("a", row) : $("#search")).focus();
    history.replaceState(null, "", "#explore");
  }
  $("#back").addEventListener("click", back);
  card.addEventListener("keydown", (event) => { if (event.key === "Escape") back(); });
  $("#table tbody").addEventListener("click", (event) => {
    const link = event.target.closest("th a");
    if (!link) return;
    event.preventDefault();
    select(link.closest("tr").dataset.i, true);
  });
  if (shapes.size) {
    $("#table tbody").addEventListener("pointerover", (event) => {
      const i = event.target.closest("tr")?.dataset.i;
      for (const [j, shape] of shapes) shape.classList.toggle("at", i === j);
    });
    $("#table tbody").addEventListener("pointerleave", () => shapes.forEach((shape) => shape.classList.remove("at")));
  }

  // ---- searching and sorting the table
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const searched = new Map(rows.map((row) => [row, plain(row.cells[0].textContent)]));
  function sift() {
    const wanted = plain($("#search").value.trim());
    const kind = $("#filter").value;
    let shown = 0;
    for (const row of rows) {
      row.hidden = !(searched.get(row).includes(wanted) && (!kind || row.dataset.k === kind));
      if (!row.hidden) shown += 1;
    }
    $("#found").textContent = say("js-shown", { n: shown.toLocaleString("en"), all: rows.length.toLocaleString("en") });
    $("#none").hidden = shown > 0;
  }
  $("#search").addEventListener("input", sift);
  $("#filter").addEventListener("change", sift);
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  $$("#table thead th").forEach((head, column, heads) => {
    const label = column ? $("span", head) : head.firstChild;
    const button = make("button", "");
    button.type = "button";
    const paper = make("span", "paper", label.textContent);
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
      const sorted = [...rows].sort((a, b) => {
        const [x, y] = [value(a), value(b)];
        if (column && (x === null) !== (y === null)) return x === null ? 1 : -1;
        return sign * (column && x !== null ? x - y : collator.compare(words(a), words(b)));
      });
      $("#table tbody").append(...sorted);
    });
  });

  // ---- printing
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = document.body.classList.contains("one") ? [] : $$("details.place:not([open])");
    folded.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    folded.forEach((details) => { details.open = false; });
    document.body.classList.remove("one");
  });
  $("#print").addEventListener("click", () => { document.body.classList.add("one"); print(); });

  // ---- arriving with a place in the address
  function arrive() {
    const match = /^#p(\d+)$/.exec(location.hash);
    if (match) { select(match[1], false); $("#explore").scrollIntoView(); }
  }
  addEventListener("hashchange", arrive);
  arrive();
})();
