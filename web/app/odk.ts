// The form engine of ODK as this page can have it: no style elements, no code or fonts in data addresses, no tiles of others,
// answers that can be put away half done, and its few words in our languages. A change in the engine that this does not know ends the build.
import type { Plugin } from "vite";

const ENGINE = /@getodk\/web-forms\/dist\/(index-[\w-]+|MapBlock-[\w-]+|index)\.js$/;
const STYLES = "virtual:odk.css";
const WORDS: [text: string, key: string][] = [
  ['label: "Send"', "send"], ['constraintMsg: "Condition not satisfied: constraint"', "constraint"], ['requiredMsg: "Condition not satisfied: required"', "required"],
];

/** Puts one text in the place of another, which must be there. */
function instead(code: string, what: string | RegExp, by: string, from: string): string {
  const found = typeof what === "string" ? code.includes(what) : what.test(code);
  if (!found) throw new Error(`${from}: the form engine has changed, ${what} is not in it`);
  return typeof what === "string" ? code.replaceAll(what, () => by) : code.replace(what, by);
}

export function odk(): Plugin {
  let styles = "";
  return {
    name: "odk",
    enforce: "pre",
    resolveId: (id) => (id === STYLES ? `\0${STYLES}` : null),
    load: (id) => (id === `\0${STYLES}` ? styles : null),
    transform(code, id) {
      const name = ENGINE.exec(id)?.[1];
      if (!name) return null;
      if (name === "index") {
        const [, text = ""] = /createTextNode\('((?:[^'\\]|\\.)*)'\)/.exec(code) ?? [];
        styles = text.replace(/@font-face\{[^}]*\}/g, "").replace(/\\(['\\])/g, "$1").replace('@charset "UTF-8";', "");
        if (!styles) throw new Error("the form engine's styles are not where they were");
        return { code: `import "${STYLES}";\n${code.slice(code.indexOf("\nimport "))}`, map: null };
      }
      let now = code;
      if (name.startsWith("MapBlock")) {
        now = instead(now, /https:\/\/tile\.openstreetmap\.org\/\{z\}\/\{x\}\/\{y\}\.png/g, "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=", id);
        return { code: now, map: null };
      }
      now = instead(now, 'createElement("style")', 'createElement("adopted-style")', id);
      now = instead(now, /textContent = resetStyles/, "textContent = `@scope (.engine, .p-overlay-mask, .p-select-overlay, .p-popover, .p-menu, .p-datepicker-panel) { ${resetStyles} }`", id);
      now = instead(now, /\beval\(func\)/g, "(0, eval)(func)", id);
      now = now.replace(/"data:application\/wasm;base64,([A-Za-z0-9+/=]+)"/g, (_, bytes: string) => {
        const file = this.emitFile({ type: "asset", name: "form.wasm", source: Buffer.from(bytes, "base64") });
        return `import.meta.ROLLUP_FILE_URL_${file}`;
      });
      now = instead(now, /const (\w+) = resolvableFormInstanceInput\((\w+\.editInstance)\), (\w+) = await (\w+)\.editInstance\(\1, (\w+)\);/, "const $3 = await $4.restoreInstance($2, $5);", id);
      for (const [text, key] of WORDS) now = instead(now, text, `${text.slice(0, text.indexOf(":"))}: (globalThis.odkWords?.${key} ?? ${text.slice(text.indexOf(":") + 1)})`, id);
      return { code: now, map: null };
    },
  };
}
