// The words of the page: one Fluent file a language; only the chosen one is loaded.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

export const LANGUAGES = { en: "English", fr: "Français", pt: "Português", es: "Español" };
export type Language = keyof typeof LANGUAGES;
const KEPT = "makazi-language";
const LISTS = import.meta.glob<string>("./*.ftl", { query: "?raw", import: "default" });

/** The names of indicators, and of groups and classes; in English they come with the answers. */
const INDICATORS = import.meta.glob<string>("./indicators/*.ftl", { query: "?raw", import: "default" });
const GROUPS = import.meta.glob<string>("./groups/*.ftl", { query: "?raw", import: "default" });

const isOurs = (one: string): one is Language => one in LANGUAGES;

/** The language that was chosen here; else the first of the browser's that we have; else English. */
function chosen(): Language {
  const kept = remembered();
  return [...(kept ? [kept] : []), ...navigator.languages.map((one) => one.slice(0, 2).toLowerCase())].find(isOurs) ?? "en";
}
function remembered(): string | null {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

export const locale: Language = chosen();
/** How numbers and dates are written: day before month in English too. */
export const region = locale === "en" ? "en-GB" : locale;

/** Chooses a language for this browser; the page begins anew in it. */
export function speak(language: string) {
  try { localStorage.setItem(KEPT, language); } catch { /* a browser that keeps nothing goes by its own languages */ }
  location.reload();
}

const bundle = new FluentBundle(locale, { useIsolating: false });
const names = new FluentBundle(locale, { useIsolating: false });

/** Loads the words; before that nothing can be said. */
export async function learn() {
  const [text, indicators, groups] = await Promise.all([LISTS[`./${locale}.ftl`]?.(), INDICATORS[`./indicators/${locale}.ftl`]?.(), GROUPS[`./groups/${locale}.ftl`]?.()]);
  const faults = [bundle.addResource(new FluentResource(text ?? "")), names.addResource(new FluentResource(indicators ?? "")), names.addResource(new FluentResource(groups ?? ""))];
  for (const error of faults.flat()) console.error(error);
  document.documentElement.lang = locale;
}

function words(key: string, values?: Record<string, FluentVariable>): string | null {
  const message = bundle.getMessage(key);
  return message?.value ? bundle.formatPattern(message.value, values ?? null) : null;
}

function nameOf(key: string): string | null {
  const message = names.getMessage(key);
  return message?.value ? names.formatPattern(message.value) : null;
}
/** What an indicator is called in this language; nothing where the answer's own words are to stand. */
export const indicatorWords = (id: string): string | null => nameOf(id);
const own = (words: string): string | null => nameOf(`is-${words.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "")}`);
/** The words of a group or a class, one or several with commas, in this language where it has them. */
export const groupIn = (words: string): string => own(words) ?? words.split(", ").map((part) => own(part) ?? part).join(", ");

/** The words of a key; the key itself where the list has none (a test keeps that from happening). */
export const say = (key: string, values?: Record<string, FluentVariable>): string => words(key, values) ?? key;

type List = "unit" | "topic" | "kind" | "kinds" | "gap" | "quality" | "shape" | "role" | "level" | "state" | "stage" | "read";
/** The words for a code of a list, such as a unit; the code made readable where the list has none. */
export const sayCode = (list: List, code: string): string => words(`${list}-${code.replace(/[^A-Za-z0-9_-]/g, "_")}`) ?? readable(code);

/** A code as a person reads it. */
export const readable = (code: string): string => code.replace(/_per_/g, "/").replace(/_/g, " ").trim();
