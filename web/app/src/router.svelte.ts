// Which page is open: the path of the address. Links within the app change it without loading anew.
import { tick } from "svelte";

export const route = $state({ path: location.pathname, query: location.search });

/** Opens a page of the app and puts the reader at its heading. */
export async function open(href: string) {
  const url = new URL(href, location.href);
  if (url.href !== location.href) history.pushState(null, "", url);
  show();
  await tick();
  document.getElementById("main")?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

/** Changes what the address says of this page without a new step back. */
export function note(query: URLSearchParams) {
  const text = query.toString();
  history.replaceState(null, "", location.pathname + (text ? `?${text}` : "") + location.hash);
  route.query = location.search;
}

function show() {
  route.path = location.pathname;
  route.query = location.search;
}

const PAGES = ["/", "/map", "/data", "/work", "/compare", "/add", "/forms", "/inbox", "/matches", "/accounts", "/reads", "/signin"];
const ours = (path: string) => PAGES.includes(path) || path.startsWith("/place/");
/** A form is filled on a page of its own kind: it comes and goes as a document. */
const apart = () => location.pathname.startsWith("/forms/");

addEventListener("popstate", show);
document.addEventListener("click", (event) => {
  const link = (event.target as Element | null)?.closest?.("a");
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (link.target || link.hasAttribute("download") || link.origin !== location.origin || !ours(link.pathname) || apart()) return;
  if (link.pathname === location.pathname && link.hash) return;
  event.preventDefault();
  void open(link.href);
});

export const placePath = (id: string) => `/place/${encodeURIComponent(id)}`;
