// The licences of what is built into the page, beside it: whoever gets the page gets them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** The folder of the package that a module lies in. */
function folder(id: string): string | null {
  const at = id.replace(/^\0/, "").split("?")[0] ?? "";
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(at)?.[1] ?? null;
}

export function licences(): Plugin {
  return {
    name: "licences",
    apply: "build",
    generateBundle() {
      const folders = new Set([...this.getModuleIds()].flatMap((id) => folder(id) ?? []));
      const texts = [...folders].sort().map((at) => {
        const { name, version, license } = JSON.parse(readFileSync(join(at, "package.json"), "utf8")) as Record<string, string>;
        const file = existsSync(at) ? readdirSync(at).find((one) => /^licen[cs]e/i.test(one)) : undefined;
        return `${name} ${version}, ${license}\n\n${file ? readFileSync(join(dirname(join(at, file)), file), "utf8").trim() : ""}\n`;
      });
      this.emitFile({ type: "asset", fileName: "assets/licences.txt", source: texts.join(`\n${"-".repeat(80)}\n\n`) });
    },
  };
}
