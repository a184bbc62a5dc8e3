// The steps that the journeys through the pages of `makazi serve` are made of.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const base = (process.argv[2] ?? "").replace(/\/+$/, "");
export const pictures = process.argv[3];
assert.match(base, /^http:\/\/127\.0\.0\.1:\d+$/, "the address of a running server is wanted, such as http://127.0.0.1:8750");
const axe = readFileSync(fileURLToPath(new URL("../../web/app/node_modules/axe-core/axe.min.js", import.meta.url)), "utf8");

export const FLAGS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--lang=en", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
const KEYS = { Tab: 9, Enter: 13, Escape: 27, " ": 32, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40 };
// What the software drawing of a browser without a graphics card says of itself.
export const ours = (complaint) => !/GL Driver Message/.test(complaint);
export const answer = async (path) => (await fetch(base + path)).json();
/** Whether the server knows an address. */
export const knows = async (path) => { const { status } = await fetch(base + path); return status !== 404 && status !== 405; };

export const sleep = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));
/** A page that is just leaving answers nothing: what was asked of it is asked of the next one. */
const leaving = (error) => { if (/navigated or closed|context was destroyed|find context/.test(error.message)) return undefined; throw error; };
/** Does what makes the page leave. */
export const leave = (page, expression) => page.value(expression).catch(leaving);
export const until = async (page, expression, tries = 200) => {
  for (let i = 0; i < tries && !(await page.value(expression).catch(leaving)); i++) await sleep(50);
  assert.ok(await page.value(expression), expression);
};
export const press = async (page, key, modifiers = 0) => {
  const code = { key, code: key === " " ? "Space" : key, windowsVirtualKeyCode: KEYS[key] ?? key.toUpperCase().charCodeAt(0), modifiers, ...(key === "Enter" ? { text: "\r" } : key.length === 1 ? { text: key } : {}) };
  await page.ask("Input.dispatchKeyEvent", { type: "keyDown", ...code });
  await page.ask("Input.dispatchKeyEvent", { type: "keyUp", ...code });
};
export const type = (page, text) => page.ask("Input.insertText", { text });
export const settled = `!document.querySelector(".waiting") && !!document.querySelector("h1") && [...document.querySelectorAll(".frame")].every((frame) => frame.dataset.drawn === "yes")`;
export const go = async (page, path, at = base) => { await page.open(at + path); await until(page, settled, 400); };
export const focused = `document.activeElement`;
export const choose = (selector, value) => `{ const s = document.querySelector(${JSON.stringify(selector)}); s.value = ${JSON.stringify(value)}; s.dispatchEvent(new Event("change", { bubbles: true })); }`;
export const scheme = (page, value) => page.ask("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });
/** Chooses a language as the menu does, for the next page that is opened. */
export const speak = async (page, language) => { if (await page.value(`location.origin !== "null" && location.protocol === "http:"`)) await page.value(`localStorage.setItem("makazi-language", ${JSON.stringify(language)})`); };

/** Presses Tab until what has the focus is what is looked for. */
export async function tabTo(page, test, most = 60) {
  for (let i = 0; i < most; i++) {
    await press(page, "Tab");
    if (await page.value(`(() => { const e = ${focused}; return Boolean(${test}); })()`)) return i + 1;
  }
  assert.fail(`${most} presses of Tab do not reach ${test}`);
}

/** How many colours the first map shows, and which share of it is not the commonest one. */
export async function mapShown(page) {
  await page.value(`document.querySelector(".frame canvas").scrollIntoView({ block: "center", behavior: "instant" })`);
  await until(page, settled);
  const clip = await page.value(`(() => { const b = document.querySelector(".frame canvas").getBoundingClientRect(); return { x: b.x + scrollX, y: b.y + scrollY, width: b.width, height: b.height, scale: 1 }; })()`);
  const { data } = await page.ask("Page.captureScreenshot", { format: "png", clip, captureBeyondViewport: false });
  return page.value(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${data}";
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const bytes = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
    const colours = new Map();
    for (const one of bytes) colours.set(one, (colours.get(one) ?? 0) + 1);
    return [colours.size, 1 - Math.max(...colours.values()) / bytes.length];
  })()`);
}

export async function faults(page) {
  await page.value(axe + ";0");
  const found = await page.value(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html, any }) => html.slice(0, 160) + " " + (any[0]?.message ?? "")).join(" | ")))`);
  return found;
}

export async function picture(page, name) {
  if (!pictures) return;
  const { data } = await page.ask("Page.captureScreenshot", { format: "png" });
  writeFileSync(join(pictures, `${name}.png`), Buffer.from(data, "base64"));
}

/** A wire to the server that can be cut and mended: what a connection does that is lost. */
export async function wire() {
  const { hostname, port } = new URL(base);
  let whole = true;
  const open = new Set();
  const server = createServer((near) => {
    if (!whole) return near.destroy();
    const far = connect(Number(port), hostname);
    open.add(near).add(far);
    for (const [one, other] of [[near, far], [far, near]]) one.on("error", () => other.destroy()).on("close", () => { open.delete(one); other.destroy(); }).pipe(other);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    base: `http://127.0.0.1:${server.address().port}`,
    cut() { whole = false; for (const one of open) one.destroy(); },
    mend() { whole = true; },
    end() { this.cut(); server.close(); },
  };
}
