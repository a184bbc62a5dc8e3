// What if: a choice is changed, a trial runs, and the scenarios stand side by side; with the keyboard alone too.
import assert from "node:assert/strict";
import { answer, choose, faults, focused, go, knows, mapShown, press, settled, tabTo, type, until } from "./app_steps.mjs";

const running = `[...document.querySelectorAll(".jobs li")].some((li) => ["waiting", "running"].includes(li.dataset.state))`;

export const working = {
  async "a choice is changed with the keyboard alone, run, and stands among the trials"(page) {
    if (!(await knows("/api/choices"))) {
      await go(page, "/work");
      assert.ok(await page.value(`!!document.querySelector(".refusal h2")`));
      return page.complaints.splice(0);
    }
    const before = (await answer("/api/trials")).length;
    await go(page, "/work");
    await until(page, `!!document.querySelector(".choice input[type=number]")`);
    await page.value(`document.querySelector(".choices details").open = true`);
    await tabTo(page, `e.matches(".choice input[type=range]")`);
    const value = `document.querySelector(".choice input[type=number]").value`;
    const was = await page.value(value);
    await press(page, Number(was) > 0.5 ? "ArrowLeft" : "ArrowRight");
    assert.notEqual(await page.value(value), was);
    assert.equal(await page.value(`document.querySelectorAll(".changed li").length`), 1);
    await page.value(`document.querySelector(".choices details").open = false`);
    await tabTo(page, `e.matches(".box input") && e.maxLength === 80`, 120);
    const name = `With the keyboard ${before + 1}`;
    await type(page, name);
    await press(page, "Enter");
    await until(page, `[...document.querySelectorAll(".trials b")].some((b) => b.textContent === ${JSON.stringify(name)})`, 400);
    assert.equal((await answer("/api/trials")).length, before + 1);
    await until(page, `!(${running})`, 2400);
  },

  async "scenarios stand side by side as maps and as columns, and a slider divides two of them"(page) {
    if (!(await knows("/api/trials"))) return;
    const trials = (await answer("/api/trials")).filter(({ stages }) => !stages || stages.includes("assess")).slice(-2);
    if (trials.length === 0) return;
    await go(page, `/compare?with=${trials.map(({ id }) => encodeURIComponent(id)).join(",")}`);
    const [colours] = await mapShown(page);
    assert.ok(colours > 4);
    assert.equal(await page.value(`document.querySelectorAll(".maps .frame").length`), trials.length + 1);
    assert.deepEqual(await faults(page), []);
    assert.equal(await page.value(`document.querySelectorAll(".compare .key thead th").length >= ${trials.length + 2}`), true);
    await page.value(`document.querySelector(".compare .check input").click()`);
    await until(page, settled);
    await page.value(`document.querySelector(".slider input").focus()`);
    const edge = `document.querySelector(".swipe .edge").style.left`;
    assert.equal(await page.value(edge), "50%");
    await press(page, "ArrowRight");
    assert.equal(await page.value(edge), "51%");
    assert.ok((await page.value(`${focused}.getAttribute("aria-valuetext")`)).includes("51"));
  },

  async "two layers of the map lie under one slider and move together"(page) {
    await go(page, "/map");
    const other = await page.value(`[...document.querySelectorAll(".panel select")[1].options].find((o) => o.value && o.value !== document.querySelector(".panel select").value)?.value`);
    const id = await page.value(`document.querySelectorAll(".panel select")[1].id`);
    await page.value(choose(`#${id}`, other));
    await until(page, `document.querySelectorAll(".swipe .frame").length === 2`);
    await until(page, settled);
    assert.equal(await page.value(`document.querySelectorAll(".two-legends .legend").length`), 2);
    assert.ok((await page.value("location.search")).includes("beside="));
  },
};
