// Shows a chain or hazard: its parts of the page, and the map coloured by it. The page can be read without it.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const data = JSON.parse($("#data").textContent);
  const map = $("#map");
  let result = null;
  let found = new Map();

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

  chooseViews(map, { show, told, folded: ".rest" });
})();
