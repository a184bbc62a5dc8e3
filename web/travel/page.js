// Shows a way of going: its part of the page, and the map coloured by it. The page can be read without it.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const data = JSON.parse($("#data").textContent);
  const map = $("#map");
  let words = new Map();

  function show(number) {
    $$(".part-of, .iso").forEach((part) => part.classList.toggle("on", Number(part.dataset.r) === number));
    const result = data.results[number];
    words = new Map((result?.places ?? []).map(([place, level, told]) => [String(place), { level, told }]));
    for (const shape of map ? $$(".p", map) : []) {
      const level = words.get(shape.dataset.i)?.level;
      shape.setAttribute("class", `p c${level ?? "n"}`);
    }
  }

  function told(shape) {
    if (!shape.closest(".layer.on")) return null;
    const name = document.createElement("b");
    name.textContent = data.names[shape.dataset.i];
    return [name, " " + (words.get(shape.dataset.i)?.told ?? "")];
  }

  chooseViews(map, { show, told, folded: "details" });
})();
