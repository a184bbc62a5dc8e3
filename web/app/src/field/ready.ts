// Makes the forms ready for where there is no connection: the page of each, its questions and the engine lie in the cache then.
import type { Form } from "../desk";

export async function makeReady(forms: Form[]): Promise<boolean> {
  if (!("serviceWorker" in navigator)) return false;
  const worker = (await navigator.serviceWorker.ready).active;
  if (!worker) return false;
  const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name)).filter(({ origin, pathname }) => origin === location.origin && pathname.startsWith("/assets/")).map(({ pathname }) => pathname);
  const wanted = ["/", "/forms", "/api/city", "/api/forms", ...forms.flatMap(({ id, xform }) => [`/forms/${encodeURIComponent(id)}`, xform]), ...loaded];
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => done(data === true);
    worker.postMessage({ keep: [...new Set(wanted)] }, [port2]);
  });
}
