// Shows an exposure in a hazard: its parts of the page, and the map coloured by it. The page can be read without it.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const data = JSON.parse($("#data").textContent);
  const map = $("#map");
  const [chain, what, view] = ["#chain", "#what", "#view"].map((id) => $(id));
  let words = new Map();

  function show(number) {
    const result = data.results[number];
    if (!result) return;
    $$(".part-of").forEach((part) => part.classList.toggle("on", Number(part.dataset.r) === number));
    words = new Map(result.places.map(([place, level, told]) => [String(place), { level, told }]));
    $$(".legend").forEach((legend) => { legend.hidden = legend.dataset.basis !== result.basis; });
    if (!map) return;
    const shown = String(result.layer);
    for (const layer of $$(".layer, .names", map)) {
      layer.classList.toggle("on", layer.dataset.set === shown);
      layer.classList.toggle("base", Number(layer.dataset.set) < result.layer);
    }
    for (const shape of $$(".p", map)) shape.setAttribute("class", `p c${words.get(shape.dataset.i)?.level ?? "n"}`);
  }

  function told(shape) {
    if (!shape.closest(".layer.on")) return null;
    const name = document.createElement("b");
    name.textContent = data.names[shape.dataset.i];
    const known = words.get(shape.dataset.i);
    return [name, known ? (known.told ?? "nothing is struck") : "no number, or held back"];
  }

  const find = (wanted) => data.results.findIndex((result) => wanted.every(([key, value]) => result[key] === Number(value)));
  function choose() {
    for (const option of view.options) option.disabled = find([["what", what.value], ["view", option.value]]) < 0;
    let number = find([["what", what.value], ["view", view.value]]);
    if (number < 0) {
      number = find([["what", what.value]]);
      view.value = data.results[number].view;
    }
    chain.value = number;
    chain.dispatchEvent(new Event("change"));
  }

  chooseViews(map, { show, told, folded: "details" });
  $$("#who .by-place table").forEach((table) => sortable(table, $("tbody", table)));
  if (chain) {
    [what, view].forEach((select) => select.addEventListener("change", choose));
    choose();
  }
})();
