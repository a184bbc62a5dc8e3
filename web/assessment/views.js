// What pages of several views share: choosing a view, marking a place on the map and in the table, and searching the table.
// A page hands over what it shows of a view, what it tells of a place, and which folded parts a search opens.
function chooseViews(map, { show, told, folded }) {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const chooser = $("#chain");
  const search = $("#search");
  const shapes = new Map(map ? $$(".p", map).map((shape) => [shape.dataset.i, shape]) : []);
  const rowsOf = (place) => $$(`#who .part-of.on tr[data-i="${place}"]`);
  document.documentElement.classList.add("js");
  $$("[data-js]").forEach((part) => { part.hidden = false; });

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
    const around = row.closest("details");
    if (around) around.open = true;
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
    if (wanted) $$(`#who .part-of.on ${folded}`).forEach((part) => { part.open = true; });
  }

  function view() {
    show(Number(chooser?.value ?? 0));
    sift();
  }

  chooser?.addEventListener("change", view);
  view();
  search?.addEventListener("input", sift);
  for (const row of $$("#who tr[data-i]")) {
    row.addEventListener("pointerenter", () => mark(row.dataset.i, true));
    row.addEventListener("pointerleave", () => { if (row.dataset.i !== marked) mark(row.dataset.i, false); });
  }
  if (map) cityMap(map, { told, chosen });
}
