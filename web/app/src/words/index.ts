// The words of the page: one Fluent file a language. English is the only one so far.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import english from "./en.ftl?raw";

export const locale = "en";
const bundle = new FluentBundle(locale, { useIsolating: false });
for (const error of bundle.addResource(new FluentResource(english))) console.error(error);

function words(key: string, values?: Record<string, FluentVariable>): string | null {
  const message = bundle.getMessage(key);
  return message?.value ? bundle.formatPattern(message.value, values ?? null) : null;
}

/** The words of a key; the key itself where the list has none (a test keeps that from happening). */
export const say = (key: string, values?: Record<string, FluentVariable>): string => words(key, values) ?? key;

/** The words for a code of a list, such as a unit; the code made readable where the list has none. */
export const sayCode = (list: "unit" | "topic" | "kind" | "kinds" | "gap" | "quality" | "shape" | "role", code: string): string =>
  words(`${list}-${code.replace(/[^A-Za-z0-9_-]/g, "_")}`) ?? readable(code);

/** A code as a person reads it. */
export const readable = (code: string): string => code.replace(/_per_/g, "/").replace(/_/g, " ").trim();
