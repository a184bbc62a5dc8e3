"use strict";
// The map of a page: zoom, moving about, scale, names and tooltip. What is told of a place and what choosing it does, the page says.
const cityMap = (map, { told, chosen }) => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const view = $("#view", map);
  const tip = $("#tip");
  const box = map.viewBox.baseVal;
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
    const shape = event?.target.closest?.(".p");
    const words = shape && event.pointerType !== "touch" && told(shape);
    tip.hidden = !words;
    if (!words) return;
    tip.replaceChildren(...words);
    const frame = map.parentElement.getBoundingClientRect();
    const x = event.clientX - frame.left, y = event.clientY - frame.top;
    tip.style.left = Math.min(x + 14, frame.width - tip.offsetWidth - 6) + "px";
    tip.style.top = (y + 18 + tip.offsetHeight > frame.height ? y - tip.offsetHeight - 10 : y + 18) + "px";
  }

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
    if (shape && !moved) chosen(shape.dataset.i);
  });
  new ResizeObserver(paint).observe(map);
  paint();
};
