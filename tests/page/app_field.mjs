// The field's forms in the browser: filled, kept over a reload, kept over a lost connection, sent, gone when they have arrived.
import assert from "node:assert/strict";
import { answer, base, faults, go, knows, picture, scheme, sleep, until, wire } from "./app_steps.mjs";

const FORM = "makazi_household_survey";
const waiting = `document.querySelector(".outbox")?.dataset.waiting`;
const engine = `!!document.querySelector(".odk-form") && document.querySelector(".engine").dataset.stage === "filling"`;
/** Answers the first question, whether the household agrees, with no: nothing else is asked then. */
const sayNo = `(() => { const found = [...document.querySelectorAll(".engine input[type=radio]")]; found.at(-1).click(); return found.length; })()`;
const sent = `[...document.querySelectorAll(".engine button")].at(-1).click()`;
/** The server refuses what it does not know; a lost connection is told by the browser. */
const expected = (page) => page.complaints.splice(0, page.complaints.length, ...page.complaints.filter((one) => !/ERR_|Failed to load resource|Failed to fetch/.test(one)));

export const field = {
  async "a form that is filled without a connection is kept, and sent when there is one"(page) {
    if (!(await knows("/api/forms"))) {
      await go(page, "/forms");
      assert.ok(await page.value(`!!document.querySelector(".refusal h2")`), "a program without forms is said to be too old");
      return expected(page);
    }
    const line = await wire();
    try {
      await go(page, "/forms", line.base);
      await until(page, `document.querySelector(".takes + .help")?.textContent.length > 0 && navigator.serviceWorker.controller !== null`, 400);
      const ready = await page.value(`document.querySelector(".takes + .help").textContent`);
      await until(page, `!/…/.test(document.querySelector(".takes + .help").textContent)`, 400);
      assert.notEqual(await page.value(`document.querySelector(".takes + .help").textContent`), ready);
      line.cut();
      await page.open(`${line.base}/forms/${FORM}`);
      await until(page, engine, 400);
      await page.value(sayNo);
      await until(page, `!!document.querySelector(".kept")`, 300);
      await page.open(`${line.base}/forms/${FORM}`);
      await until(page, engine, 400);
      assert.ok(await page.value(`!!document.querySelector(".kept") && [...document.querySelectorAll(".engine input[type=radio]")].some((one) => one.checked)`), "what was filled in is there after a reload");
      await page.value(sent);
      await until(page, `${waiting} === "1"`);
      await sleep(500);
      await page.open(`${line.base}/forms`);
      await until(page, `${waiting} === "1"`);
      assert.equal(await page.value(`document.querySelector(".top .count").textContent`), "1", "the menu says how many wait");
      line.mend();
      await page.value(`[...document.querySelectorAll(".outbox button")].at(-1).click()`);
      // a try that was under way when the wire was mended may have to fail first
      await until(page, `${waiting} === "0"`, 700);
      await go(page, `/forms/${FORM}`, line.base);
      await until(page, engine, 400);
      assert.ok(await page.value(`![...document.querySelectorAll(".engine input[type=radio]")].some((one) => one.checked)`), "the next one begins empty");
    } finally {
      line.end();
      await page.open(base);
      expected(page);
    }
  },

  async "each form is drawn whole in the language of the page, under the policy without inline style"(page) {
    if (!(await knows("/api/forms"))) return;
    for (const { id } of await answer("/api/forms")) {
      await page.open(`${base}/forms/${encodeURIComponent(id)}`);
      await until(page, engine, 400);
      assert.equal(await page.value(`document.querySelectorAll("style").length`), 0, id);
      assert.equal(await page.value(`document.querySelectorAll(".form-load-failure-dialog").length`), 0, id);
      await page.value(`document.querySelector(".engine input[type=radio]").click()`);
      for (const [width, colours] of [[1300, "light"], [360, "dark"]]) {
        await page.size(width, 800);
        await scheme(page, colours);
        await sleep(800);
        assert.deepEqual(await faults(page), [], `${id} at ${width}`);
        assert.ok((await page.value("document.documentElement.scrollWidth")) <= width, id);
        await picture(page, `fill_${id}_${width}`);
      }
      await page.size(1300, 900);
      await scheme(page, "light");
    }
    await page.value(`localStorage.setItem("makazi-language", "fr")`);
    await page.open(`${base}/forms/${FORM}`);
    await until(page, engine, 400);
    await until(page, `/Français/.test(document.querySelector(".engine").textContent)`);
    await page.value(`localStorage.removeItem("makazi-language")`);
  },
};
