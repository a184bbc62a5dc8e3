// Correcting and adding: a number with a reason, a file step by step, a boundary by its corners.
import assert from "node:assert/strict";
import { writeFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answer, go, knows, press, tabTo, type, until } from "./app_steps.mjs";

const brought = `document.querySelector(".bring")?.dataset.state === "done"`;

export const adding = {
  async "a number is corrected with a reason, with the keyboard alone"(page) {
    const place = (await answer("/api/places?kind=settlement"))[0] ?? (await answer("/api/places?kind=district"))[0];
    await go(page, `/place/${encodeURIComponent(place.id)}`);
    await tabTo(page, `e.matches(".place .number")`);
    await press(page, "Enter");
    await until(page, `!!document.querySelector("dialog .because dl")`);
    if (!(await knows("/api/corrections"))) return press(page, "Escape");
    await tabTo(page, `e.matches(".correct > button")`);
    await press(page, "Enter");
    await tabTo(page, `e.matches(".correct textarea")`);
    await type(page, "counted again on foot with the committee");
    await tabTo(page, `e.matches(".correct button.main")`);
    await press(page, "Enter");
    await until(page, `!!document.querySelector(".correct .told, .correct .refusal")`, 400);
    assert.equal(await page.value(`document.querySelector(".correct .refusal")?.textContent ?? ""`), "");
    await until(page, brought, 2400);
    await press(page, "Escape");
  },

  async "a file is given, its columns mapped, looked at with everything that is wrong, and taken in"(page) {
    if (!(await knows("/api/uploads"))) return;
    const [one, other] = await answer("/api/places?kind=settlement");
    const file = join(mkdtempSync(join(tmpdir(), "makazi-upload-")), "people.csv");
    writeFileSync(file, `Settlement,People,Year\n${one.name},1234,2025\n${other.name},many,2025\nNowhere at all,10,2025\n`);
    await go(page, "/add");
    const { root } = await page.ask("DOM.getDocument", {});
    const { nodeId } = await page.ask("DOM.querySelector", { nodeId: root.nodeId, selector: ".drop input" });
    await page.ask("DOM.setFileInputFiles", { files: [file], nodeId });
    await until(page, `document.querySelectorAll(".mapping tbody tr").length >= 3`, 400);
    const set = (label, value) => page.value(`{ const f = [...document.querySelectorAll(".mapping label")].find((l) => l.textContent.startsWith(${JSON.stringify(label)})); const i = document.getElementById(f.htmlFor); i.value = ${JSON.stringify(value)}; i.dispatchEvent(new Event("input", { bubbles: true })); }`);
    await set("Title", "People of the settlements");
    await set("Licence", "CC BY 4.0");
    await set("Year", "2025");
    const map = (row, value) => page.value(`{ const s = document.querySelectorAll(".mapping tbody select")[${row}]; s.value = ${JSON.stringify(value)}; s.dispatchEvent(new Event("change", { bubbles: true })); }`);
    await map(0, "place-name");
    await map(1, "population");
    await map(2, "period");
    await page.value(`document.querySelector(".mapping button.main").click()`);
    await until(page, `!!document.querySelector(".add h3[tabindex]") || !!document.querySelector(".add .refusal")`, 400);
    assert.equal(await page.value(`document.querySelector(".add .refusal")?.textContent ?? ""`), "");
    assert.ok((await page.value(`document.querySelectorAll(".add table tbody code").length`)) > 0, "what is wrong is told with its value");
    await page.value(`[...document.querySelectorAll(".acts button.main")].at(-1).click()`);
    await until(page, brought, 2400);
  },

  async "a boundary is corrected by its corners, with the keyboard alone"(page) {
    const place = (await answer("/api/places?kind=settlement")).find(({ has_shape }) => has_shape) ?? (await answer("/api/places?kind=district"))[0];
    await go(page, `/add?boundary=${encodeURIComponent(place.id)}`);
    await until(page, `document.querySelectorAll(".corners li").length >= 3`, 400);
    const corners = await page.value(`document.querySelectorAll(".corners li").length`);
    await tabTo(page, `e.matches(".corners + p button")`, 400);
    await press(page, "Enter");
    assert.equal(await page.value(`document.querySelectorAll(".corners li").length`), corners + 1);
    await page.value(`document.querySelectorAll(".corners li button")[${corners}].focus()`);
    await press(page, "Enter");
    assert.equal(await page.value(`document.querySelectorAll(".corners li").length`), corners);
    if (!(await knows("/api/boundaries"))) return;
    await page.value(`{ const i = document.querySelector(".corners input"); i.value = String(Number(i.value) + 0.00002); i.dispatchEvent(new Event("change", { bubbles: true })); }`);
    await page.value(`document.querySelector(".boundary textarea").focus()`);
    await type(page, "walked with the committee");
    await tabTo(page, `e.matches(".boundary button.main")`);
    await press(page, "Enter");
    await until(page, `!!document.querySelector(".add .told") || !!document.querySelector(".boundary .refusal")`, 400);
    assert.equal(await page.value(`document.querySelector(".boundary .refusal")?.textContent ?? ""`), "");
    await until(page, brought, 2400);
  },
};
