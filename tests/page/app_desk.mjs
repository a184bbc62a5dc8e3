// What waits for the community: looked at, confirmed or refused with a reason; the language of the page; the sign-in.
import assert from "node:assert/strict";
import { answer, base, go, knows, leave, press, settled, sleep, speak, tabTo, type, until } from "./app_steps.mjs";

export const deciding = {
  async "a submission is refused with a reason, with the keyboard alone"(page) {
    if (!(await knows("/api/inbox"))) {
      await go(page, "/inbox");
      assert.ok(await page.value(`!!document.querySelector(".refusal h2")`));
      return page.complaints.splice(0);
    }
    const waiting = (await answer("/api/inbox?state=waiting")).length;
    await go(page, "/inbox");
    assert.equal(await page.value(`document.querySelectorAll(".card").length`), waiting);
    if (waiting === 0) return;
    const name = await page.value(`document.querySelector(".card h2").textContent`);
    await tabTo(page, `e.matches(".card .acts button:nth-child(2)")`);
    await press(page, "Enter");
    await tabTo(page, `e.matches(".card textarea")`);
    await type(page, "the same household was asked twice");
    await tabTo(page, `e.matches(".deciding button.main")`);
    await press(page, "Enter");
    await until(page, `document.querySelector(".told").textContent.includes(${JSON.stringify(name)})`);
    await until(page, `document.querySelectorAll(".card").length === ${waiting - 1}`);
  },

  async "the page speaks four languages: chosen in the menu, kept, and only that one is loaded"(page) {
    await go(page, "/");
    const seen = new Set();
    for (const language of ["fr", "pt", "es", "en"]) {
      page.requests.length = 0;
      await leave(page, `{ const s = document.querySelector("#language"); s.value = "${language}"; s.dispatchEvent(new Event("change", { bubbles: true })); }`);
      await until(page, `document.documentElement?.lang === "${language}" && (${settled})`, 400);
      seen.add(await page.value(`document.querySelector(".board h2").textContent`));
      assert.deepEqual(page.requests.filter((one) => /assets\/(en|fr|pt|es)-[^/]*\.js/.test(one) && !one.includes(`/${language}-`)), [], language);
    }
    assert.equal(seen.size, 4);
    await speak(page, "fr");
    await go(page, "/");
    const figure = await page.value(`document.querySelector(".figure").textContent`);
    assert.match(figure, /\u202f|^\d{1,3}(?!,)/, "numbers are written as French has them");
    await page.value(`localStorage.removeItem("makazi-language")`);
  },

  async "when the city has changed since, the page says so and does not change by itself"(page) {
    const changed = `{
      const ask = window.fetch;
      window.revision = "first";
      window.fetch = async (path, ...more) => {
        const answer = await ask(path, ...more);
        return path === "/api/city" ? new Response(await answer.text(), { status: answer.status, headers: { etag: window.revision } }) : answer;
      };
    }`;
    const { identifier } = await page.ask("Page.addScriptToEvaluateOnNewDocument", { source: changed });
    try {
      await go(page, "/");
      const look = `document.dispatchEvent(new Event("visibilitychange"))`;
      await page.value(look);
      await sleep(300);
      assert.equal(await page.value(`!!document.querySelector(".fresh")`), false);
      await page.value(`window.revision = "second"; ${look}`);
      await until(page, `!!document.querySelector(".fresh button")`);
    } finally {
      await page.ask("Page.removeScriptToEvaluateOnNewDocument", { identifier });
    }
  },

  async "where no accounts are kept the sign-in says so"(page) {
    if (!(await knows("/api/me"))) return;
    await go(page, "/signin");
    const { accounts } = await answer("/api/me");
    assert.equal(await page.value(`!!document.querySelector(".narrow .notice")`), !accounts, base);
  },
};
