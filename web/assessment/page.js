// Chooses the chain that is shown, colours the map by it, and ties map and table together. The page can be read without it.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const data = JSON.parse($("#data").textContent);
  const map = $("#map");
  const chooser = $("#chain");
  const search = $("#search");
  const shapes = new Map(map ? $$(".p", map).map((shape) => [shape.dataset.i, shape]) : []);
  document.documentElement.classList.add("js");
  $$("[data-js]").forEach((part) => { part.hidden = false; });

  let result = null;
  let found = new Map();
  const rowsOf = (place) => $$(`#who .part-of.on tr[data-i="${place}"]`);

  function show(number) {
    result = data.results[number];
    // A section that says nothing of this view keeps what it shows.
    for (const section of $$("main > section")) {
      const parts = $$(".part-of", section);
      const part = parts.find((one) => Number(one.dataset.r) === number) ?? parts.find((one) => one.classList.contains("on")) ?? parts[0];
      parts.forEach((one) => one.classList.toggle("on", one === part));
    }
    if (!result) return;
    found = new Map(result.scores.map(([place, level, score, rank]) => [String(place), { level, score, rank }]));
    sift();
    if (!map) return;
    map.dataset.ramp = result.ramp;
    $$(".legend").forEach((legend) => { legend.hidden = legend.dataset.ramp !== result.ramp; });
    const shown = String(data.layers.indexOf(result.kind));
    for (const layer of $$(".layer, .names", map)) {
      layer.classList.toggle("on", layer.dataset.set === shown);
      layer.classList.toggle("base", Number(layer.dataset.set) < Number(shown));
    }
    for (const shape of $$(`.layer[data-set="${shown}"] .p`, map)) {
      const level = found.get(shape.dataset.i)?.level;
      shape.setAttribute("class", `p c${level ? level - 1 : "n"}`);
    }
  }

  function told(shape) {
    if (!result || !shape.closest(".layer.on")) return null;
    const { level, score, rank } = found.get(shape.dataset.i) ?? {};
    const name = document.createElement("b");
    name.textContent = data.names[shape.dataset.i];
    const words = result.words[level ?? 0];
    return [name, level && score ? `${words}, ${score}${rank ? `; rank ${rank} of ${result.ranked}` : ""}` : words];
  }

  function mark(place, on) {
    for (const part of [...rowsOf(place), shapes.get(place)]) part?.classList.toggle("at", on);
  }

  let marked = null;
  function chosen(place) {
    if (marked) mark(marked, false);
    marked = place;
    if (search) search.value = "";
    sift();
    const row = rowsOf(place)[0];
    mark(place, true);
    if (!row) return;
    const folded = row.closest("details");
    if (folded) folded.open = true;
    row.scrollIntoView({ block: "nearest" });
  }

  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  function sift() {
    if (!search) return;
    const wanted = plain(search.value.trim());
    let some = false;
    for (const row of $$("#who .part-of.on tr[data-i]")) {
      row.hidden = !plain(row.cells[0].textContent).includes(wanted);
      some ||= !row.hidden;
    }
    $("#none").hidden = some || !wanted;
    if (wanted) $$("#who .part-of.on .rest").forEach((rest) => { rest.open = true; });
  }

  chooser?.addEventListener("change", () => show(Number(chooser.value)));
  show(Number(chooser?.value ?? 0));
  search?.addEventListener("input", sift);
  for (const row of $$("#who tr[data-i]")) {
    row.addEventListener("pointerenter", () => mark(row.dataset.i, true));
    row.addEventListener("pointerleave", () => { if (row.dataset.i !== marked) mark(row.dataset.i, false); });
  }
  if (map) cityMap(map, { told, chosen });
})();
