// The service worker, with the name of this build and the files that every page begins with.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin, Rollup } from "vite";

type OutputBundle = Rollup.OutputBundle;

/** All files that the chunks of some modules lead to. */
function reached(bundle: OutputBundle, modules: RegExp): string[] {
  const found = new Set(Object.keys(bundle).filter((name) => name.endsWith(".wasm")));
  const go = (name: string) => {
    const one = bundle[name];
    if (found.has(name) || !one) return;
    found.add(name);
    if (one.type !== "chunk" || one.isEntry) return;
    const styles = (one as { viteMetadata?: { importedCss?: Set<string> } }).viteMetadata?.importedCss ?? [];
    for (const next of [...one.imports, ...one.dynamicImports, ...styles]) go(next);
  };
  for (const [name, one] of Object.entries(bundle)) if (one.type === "chunk" && modules.test(one.facadeModuleId ?? "")) go(name);
  return [...found].sort().map((name) => `/${name}`);
}

export function worker(): Plugin {
  return {
    name: "worker",
    apply: "build",
    generateBundle(_, bundle) {
      const text = readFileSync(new URL("./src/field/sw.js", import.meta.url), "utf8");
      const entry = Object.values(bundle).find((one) => one.type === "chunk" && one.isEntry);
      const imports = entry?.type === "chunk" ? entry.imports : [];
      const styles = Object.keys(bundle).filter((name) => /index-[^/]*\.css$/.test(name));
      const shell = ["/", "/assets/makazi.svg", ...[...(entry ? [entry.fileName] : []), ...imports, ...styles].map((name) => `/${name}`)];
      const field = reached(bundle, /\/(fill\/engine\.ts|pages\/(Fill|Forms)\.svelte)$/).filter((name) => !shell.includes(name));
      const build = createHash("sha256").update(Object.keys(bundle).sort().join("\n")).update(text).digest("hex").slice(0, 12);
      this.emitFile({ type: "asset", fileName: "sw.js", source: text.replace("BUILD", build).replace("BUILT", JSON.stringify(shell)).replace("FORMS", JSON.stringify(field)) });
    },
  };
}
