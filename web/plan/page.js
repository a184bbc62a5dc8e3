// Shows a service, period and chain: their parts of the page, and the map coloured by them. The page can be read without it.
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const data = JSON.parse($("#data").textContent);
  const map = $("#map");
  const [chain, service, period, flow, carried] = ["#chain", "#service", "#period", "#flow", "#carried"].map((id) => $(id));
  const chosen = { service: "0", period: "0", flow: "0", carried: "0" };
  let words = new Map();

  function show() {
    for (const [name, select] of Object.entries({ service, period, flow, carried })) if (select?.value) chosen[name] = select.value;
    for (const part of $$(".part-of, .links")) {
      part.classList.toggle("on", Object.entries(part.dataset).every(([name, value]) => !(name in chosen) || chosen[name] === value));
    }
    const places = data.services[chosen.service]?.[chosen.period] ?? [];
    words = new Map(places.map(([place, level, told]) => [String(place), { level, told }]));
    for (const shape of map ? $$(".layer .p", map) : []) shape.setAttribute("class", `p c${words.get(shape.dataset.i)?.level ?? "n"}`);
  }

  function told(shape) {
    const name = document.createElement("b");
    const line = shape.dataset.i.startsWith("l") ? data.lines[shape.dataset.i.slice(1)] : null;
    name.textContent = line ? line[0] : data.names[shape.dataset.i];
    return [name, line ? line[1] : words.get(shape.dataset.i)?.told ?? "nothing demanded there, or not known"];
  }

  chooseViews(map, { show, told, folded: "details" });
  $$(":is(.by-place, .sorted) table").forEach((table) => sortable(table, $("tbody", table)));
  for (const box of $$(".scroll, .wide")) {
    const look = () => {
      const more = box.scrollWidth - box.clientWidth;
      box.classList.toggle("aside", more > 2);
      box.classList.toggle("end", more > 2 && box.scrollLeft >= more - 2);
    };
    box.addEventListener("scroll", look, { passive: true });
    box.closest("details")?.addEventListener("toggle", look);
    new ResizeObserver(look).observe(box);
  }
  if (chain) [service, period, flow, carried].forEach((select) => select?.addEventListener("change", () => chain.dispatchEvent(new Event("change"))));
})();
