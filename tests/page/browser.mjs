// Drives a headless Chromium over its debugging pipe, with nothing but Node.js: no packages, no port.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe",
];

/** Opens a browser with one page, gives it to `work`, and closes the browser whatever happens; `more` flags win over ours. */
export async function browse(work, more = []) {
  const folder = mkdtempSync(join(tmpdir(), "makazi-page-"));
  const chromium = spawn(process.env.CHROMIUM ?? "chromium", [...FLAGS, ...more, `--user-data-dir=${folder}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => chromium.once("exit", resolve));
  try {
    await new Promise((resolve, reject) => chromium.once("spawn", resolve).once("error", reject));
    const wire = channel(chromium);
    const result = await work(await page(wire));
    await wire.send("Browser.close");
    return result;
  } finally {
    setTimeout(() => chromium.kill("SIGKILL"), 5000).unref();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 300 });
  }
}

/** Sends commands and hears events: messages are JSON, a NUL behind each. */
function channel(chromium) {
  const [into, from] = [chromium.stdio[3], chromium.stdio[4]];
  const waiting = new Map();
  const listeners = [];
  let id = 0;
  let rest = "";
  from.setEncoding("utf8");
  from.on("data", (chunk) => {
    const messages = (rest + chunk).split("\0");
    rest = messages.pop();
    for (const message of messages.map((text) => JSON.parse(text))) {
      const wait = waiting.get(message.id);
      waiting.delete(message.id);
      if (wait && message.error) wait.reject(new Error(message.error.message));
      else if (wait) wait.resolve(message.result);
      else listeners.forEach((listener) => listener(message));
    }
  });
  from.on("error", () => {});
  into.on("error", () => {});
  chromium.once("exit", () => waiting.forEach(({ reject }) => reject(new Error("Chromium ended"))));
  const send = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject });
      into.write(JSON.stringify({ id, method, params, sessionId }) + "\0");
    });
  return { send, listen: (listener) => listeners.push(listener) };
}

/** A page with what it complained of and what it asked for. */
async function page({ send, listen }) {
  const { targetInfos } = await send("Target.getTargets");
  const { targetId } = targetInfos.find((target) => target.type === "page");
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  const complaints = [];
  const requests = [];
  let loaded = () => {};
  listen(({ method, params }) => {
    if (method === "Runtime.exceptionThrown") complaints.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
    if (method === "Runtime.consoleAPICalled" && ["error", "warning", "assert"].includes(params.type)) complaints.push(params.args.map((a) => a.value).join(" "));
    if (method === "Log.entryAdded" && ["error", "warning"].includes(params.entry.level)) complaints.push(params.entry.text);
    if (method === "Network.requestWillBeSent") requests.push(params.request.url);
    if (method === "Page.loadEventFired") loaded();
  });
  const ask = (method, params) => send(method, params, sessionId);
  for (const domain of ["Page", "Runtime", "Log", "Network"]) await ask(`${domain}.enable`);
  return {
    ask,
    complaints,
    requests,
    async open(url) {
      const done = new Promise((resolve) => { loaded = resolve; });
      await ask("Page.navigate", { url });
      await done;
    },
    /** The value of an expression in the page; promises are waited for. */
    async value(expression) {
      const { result, exceptionDetails } = await ask("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
      if (exceptionDetails) throw new Error(`${expression}\n${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
      return result.value;
    },
    size: (width, height) => ask("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 500 }),
  };
}
