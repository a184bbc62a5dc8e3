#!/usr/bin/env bash
# Builds the pages of `makazi serve` into web/app/dist, which the binary embeds; only where a source is newer. Usage: pages.sh
set -euo pipefail
cd "$(dirname "$0")/.."
app=web/app
newer() { find "$app" \( -name node_modules -o -name dist \) -prune -o -type f -newer "$app/dist/index.html" -print -quit; }
[ -f "$app/dist/index.html" ] && [ -d "$app/node_modules" ] && [ -z "$(newer)" ] && exit 0
fits() {
  command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)'
}
# Where the system's Node.js is older than Vite wants, npm's package `node` brings one.
if ! fits; then
  command -v npm >/dev/null 2>&1 || { echo "npm is missing. Install Node.js 20.19 or newer, with npm." >&2; exit 1; }
  own="${CARGO_TARGET_DIR:-$HOME/.cache/makazi/target}/node"
  [ -x "$own/node_modules/node/bin/node" ] || npm install --silent --no-audit --no-fund --no-save --prefix "$own" node@22 >&2
  PATH="$own/node_modules/node/bin:$PATH"
  fits || { echo "Node.js 20.19 or newer is needed to build the pages; this is $(node --version)." >&2; exit 1; }
fi
echo "Building the pages (web/app)." >&2
(cd "$app" && npm ci --silent --no-audit --no-fund && npm run --silent build) >&2
