// Chooses the way that is shown, colours the map by it, and ties map and table together. The page can be read without it.
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
  let words = new Map();
  const rowsOf = (place) => $$(`#who .part-of.on tr[data-i="${place}"]`);
  function show(number) {
    $$(".part-of, .iso").forEach((part) => part.classList.toggle("on", Number(part.dataset.r) === number));
    const result = data.results[number];
    words = new Map((result?.places ?? []).map(([place, level, told]) => [String(place), { level, told }]));
    sift();
    for (const [place, shape] of shapes) {
      const level = words.get(place)?.level;
      shape.setAttribute("class", `p c${level ?? "n"}`);
    }
  }
  function told(shape) {
    if (!shape.closest(".layer.on")) return null;
    const name = document.createElement("b");
    name.textContent = data.names[shape.dataset.i];
    return [name, " " + (words.get(shape.dataset.i)?.told ?? "")];
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
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  function sift() {
    if (!search) return;
    const wanted = plain(search.value.trim());
    let some = false;
    for (const row of $$("#who .part-of.on tr[data-i]")) {
      row.hidden = !plain(row.cells[0].textContent).includes(wanted);
      some ||= !row.hidden;
    }
    $("#none").hidden = some || !wanted;
    if (wanted) $$("#who .part-of.on details").forEach((rest) => { rest.open = true; });
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
