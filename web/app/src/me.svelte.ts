// Who sits here, and what they may do: the page hides what would be refused.
import * as desk from "./desk";
import type { Me, Right } from "./desk";

export const mine = $state<{ me: Me | null }>({ me: null });
export async function recognise() { mine.me = await desk.me().catch(() => null); }
export const may = (right: Right): boolean => mine.me?.rights.includes(right) ?? false;

/** Leaves, and leaves nothing of the city in this browser's cache. */
export async function leave() {
  await desk.signOut();
  (await navigator.serviceWorker?.ready.catch(() => null))?.active?.postMessage({ forget: true }, [new MessageChannel().port2]);
  location.assign("/signin");
}
