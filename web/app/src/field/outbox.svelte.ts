// Filled forms that wait to be sent: put here first, sent when the server answers, gone only when it has said that it has them.
import { say } from "../words";
import * as store from "./store";
import type { Kept } from "./store";

export const outbox = $state<{ waiting: Kept[]; drafts: Kept[]; online: boolean; sending: boolean }>({ waiting: [], drafts: [], online: navigator.onLine, sending: false });

export async function recount() {
  const [waiting, drafts] = await Promise.all([store.all("outbox"), store.all("drafts")]);
  outbox.waiting = waiting.sort((a, b) => a.at.localeCompare(b.at));
  outbox.drafts = drafts;
}

/** Keeps a filled form until it has arrived, and tries to send it. */
export async function hand(filled: Kept) {
  await store.put("outbox", filled);
  await store.drop("drafts", filled.form);
  await recount();
  void send();
}

/** Sends what waits, one after another; one window at a time does it. */
export async function send(): Promise<void> {
  if (!("locks" in navigator)) return turn();
  await navigator.locks.request("makazi-outbox", { ifAvailable: true }, async (lock) => { if (lock) await turn(); });
}

async function turn() {
  outbox.sending = true;
  try {
    for (const one of await store.all("outbox")) {
      const problem = await sent(one);
      if (problem === null) await store.drop("outbox", one.id);
      else if (problem !== one.problem) await store.put("outbox", { ...one, problem });
      if (problem === "") break;
    }
  } finally {
    outbox.sending = false;
    await recount();
  }
}

/** Nothing where it has arrived; no words where nobody answered; else why it was not taken. */
async function sent(one: Kept): Promise<string | null> {
  const body = new FormData();
  body.append("xml_submission_file", new File([one.xml], "submission.xml", { type: "text/xml" }));
  for (const file of one.files) body.append(file.name, file, file.name);
  const answer = await fetch("/openrosa/submission", { method: "POST", body, headers: { "X-OpenRosa-Version": "1.0" } }).catch(() => null);
  outbox.online = answer !== null;
  if (!answer) return "";
  if (answer.status === 201 || answer.status === 202) return null;
  if (answer.status === 401) return say("field-sign-in");
  const words = (await answer.text().catch(() => "")).replace(/<[^>]*>/g, " ").trim();
  return said(words) || say("field-not-taken", { status: answer.status });
}
function said(text: string): string {
  try { const { detail, hint } = JSON.parse(text) as { detail?: string; hint?: string }; return [detail, hint].filter(Boolean).join(". "); } catch { return text.slice(0, 300); }
}

/** Tries again when the connection is back, when the page is shown, and now and then. */
export function keepSending(): () => void {
  const again = () => { outbox.online = navigator.onLine; if (outbox.waiting.length > 0) void send(); };
  const times = setInterval(again, 20_000);
  for (const event of ["online", "offline"]) addEventListener(event, again);
  document.addEventListener("visibilitychange", again);
  void recount().then(again);
  return () => {
    clearInterval(times);
    for (const event of ["online", "offline"]) removeEventListener(event, again);
    document.removeEventListener("visibilitychange", again);
  };
}
