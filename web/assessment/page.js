"use strict";
// Chooses the chain that is shown, colours the map by it, and ties map and table together. The page can be read without it.
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const data = JSON.parse(one("#data").textContent);
const map = one("#map");
const tip = one("#tip");
document.documentElement.classList.add("js");
all("[data-js]").forEach((part) => { part.hidden = false; });

const told = new Map();
function show(number) {
  const result = data.results[number];
  all(".part-of").forEach((part) => part.classList.toggle("on", Number(part.dataset.r) === number));
  if (!map || !result) return;
  told.clear();
  for (const [place, level, score, rank] of result.scores) told.set(place, [level, score, rank]);
  all(".layer", map).forEach((layer) => {
    const on = layer.dataset.kind === result.kind;
    layer.classList.toggle("on", on);
    layer.classList.toggle("base", !on);
    layer.classList.toggle("off", !on && layer.dataset.kind === "settlement");
  });
  const words = ["no score", "very low", "low", "intermediate", "high", "very high"];
  all(`.layer[data-kind="${result.kind}"] .p`, map).forEach((shape) => {
    const [level, score, rank] = told.get(Number(shape.dataset.i)) || [];
    shape.setAttribute("class", `p c${level ? level - 1 : "n"}`);
    shape.querySelector("title").textContent = `${data.names[shape.dataset.i]}: ${words[level || 0]}${score ? ` (${score})` : ""}${rank ? `, rank ${rank} of ${result.ranked}` : ""}`;
  });
}

const chooser = one("#chain");
if (chooser && chooser.options.length) {
  chooser.addEventListener("change", () => show(Number(chooser.value)));
  show(Number(chooser.value));
} else {
  all(".part-of").forEach((part) => part.classList.add("on"));
}

function mark(place, on) {
  all(`tr[data-i="${place}"], #map .p[data-i="${place}"]`).forEach((part) => part.classList.toggle("at", on));
}
all("tr[data-i]").forEach((row) => {
  row.addEventListener("mouseenter", () => mark(row.dataset.i, true));
  row.addEventListener("mouseleave", () => mark(row.dataset.i, false));
});

if (map) {
  const [, , width, height] = map.getAttribute("viewBox").split(" ").map(Number);
  const metres = Number(map.dataset.metres);
  let zoom = 1, x = 0, y = 0;
  const draw = () => {
    x = Math.min(Math.max(x, 0), width - width / zoom);
    y = Math.min(Math.max(y, 0), height - height / zoom);
    map.setAttribute("viewBox", `${x} ${y} ${width / zoom} ${height / zoom}`);
    const pixels = map.clientWidth || 600;
    const units = width / zoom / pixels;
    map.style.setProperty("--u", units.toFixed(3));
    const most = 120 * units * metres;
    const step = 10 ** Math.floor(Math.log10(most));
    const length = [5, 2, 1].map((n) => n * step).find((n) => n <= most);
    const [bar, label] = [one(".scale i"), one(".scale span")];
    if (bar) {
      bar.style.width = `${length / metres / units}px`;
      label.textContent = length >= 1000 ? `${length / 1000} km` : `${length} m`;
      one(".scale").style.visibility = "visible";
    }
  };
  const act = (what) => {
    const [w, h] = [width / zoom, height / zoom];
    const to = { in: zoom * 2, out: zoom / 2 }[what];
    if (to) {
      const next = Math.min(Math.max(to, 1), 32);
      x += w / 2 - width / next / 2;
      y += h / 2 - height / next / 2;
      zoom = next;
    }
    if (what === "all") [zoom, x, y] = [1, 0, 0];
    if (what === "left") x -= w / 4;
    if (what === "right") x += w / 4;
    if (what === "up") y -= h / 4;
    if (what === "down") y += h / 4;
    draw();
  };
  all("[data-do]").forEach((button) => button.addEventListener("click", () => act(button.dataset.do)));
  const keys = { "+": "in", "-": "out", 0: "all", ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
  map.addEventListener("keydown", (event) => {
    if (keys[event.key]) { event.preventDefault(); act(keys[event.key]); }
  });
  let from = null;
  map.addEventListener("pointerdown", (event) => { if (zoom > 1) from = [event.clientX, event.clientY]; });
  window.addEventListener("pointerup", () => { from = null; });
  map.addEventListener("pointermove", (event) => {
    if (from) {
      const units = width / zoom / map.clientWidth;
      x -= (event.clientX - from[0]) * units;
      y -= (event.clientY - from[1]) * units;
      from = [event.clientX, event.clientY];
      draw();
    }
    const shape = event.target.closest(".layer.on .p");
    tip.hidden = !shape;
    all("#map .p.at").forEach((p) => mark(p.dataset.i, false));
    if (shape) {
      mark(shape.dataset.i, true);
      tip.textContent = shape.querySelector("title").textContent;
      const box = map.getBoundingClientRect();
      tip.style.left = `${Math.min(event.clientX - box.left + 12, box.width - 180)}px`;
      tip.style.top = `${event.clientY - box.top + 12}px`;
    }
  });
  map.addEventListener("pointerleave", () => { tip.hidden = true; all("#map .p.at").forEach((p) => mark(p.dataset.i, false)); });
  window.addEventListener("resize", draw);
  draw();
}
