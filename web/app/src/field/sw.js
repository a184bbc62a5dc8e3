// Between the pages and the server: what the forms need is kept for where there is no connection. All else goes to the server.
const CACHE = "makazi-BUILD";
const FIELD = [/^\/api\/(city|forms|me)$/, /^\/openrosa\/forms\//];
const SHELL = BUILT;
/** The form engine and its page. */
const FIELD_FILES = FORMS;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("makazi-") && name !== CACHE) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(keptFirst(request));
  else if (request.mode === "navigate") event.respondWith(serverFirst(request, url.pathname.startsWith("/forms/") ? null : "/"));
  else if (FIELD.some((path) => path.test(url.pathname))) event.respondWith(serverFirst(request, null));
});

async function keptFirst(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

/** The server's answer; where it gives none, the last one that was kept, or the page `instead`. */
async function serverFirst(request, instead) {
  const path = new URL(request.url).pathname;
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected && (request.mode !== "navigate" || path.startsWith("/forms/") || path === "/")) await (await caches.open(CACHE)).put(path, answer.clone());
    return answer;
  } catch (fault) {
    const kept = (await caches.match(path)) ?? (instead && (await caches.match(instead)));
    if (kept) return kept;
    throw fault;
  }
}

self.addEventListener("message", (event) => {
  const done = event.ports[0];
  if (event.data?.keep) event.waitUntil(keep([...event.data.keep, ...FIELD_FILES]).then(() => done?.postMessage(true), () => done?.postMessage(false)));
  if (event.data?.forget) event.waitUntil(forget().then(() => done?.postMessage(true)));
});

async function keep(paths) {
  const cache = await caches.open(CACHE);
  await Promise.all(paths.map(async (path) => {
    if (path.startsWith("/assets/") && (await cache.match(path))) return;
    const answer = await fetch(path, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(path);
    await cache.put(path, answer);
  }));
}

/** Whoever signs out leaves nothing of the city behind. */
async function forget() {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) if (/^\/(api|openrosa)\//.test(new URL(request.url).pathname)) await cache.delete(request);
}
