#!/usr/bin/env bash
# Installs what is missing (apt, when root) or says what to install. Usage: setup.sh demo|test
set -euo pipefail
need=()
want() { command -v "$1" >/dev/null 2>&1 || need+=("$2"); }
command -v cargo >/dev/null 2>&1 || { echo "Rust is missing. Install it from https://rustup.rs, then run make again." >&2; exit 1; }
want cc gcc
if [ "${1:-demo}" = test ]; then
  want ogrinfo gdal-bin
  want python3 python3
  want chromium chromium
  want node nodejs
  /usr/bin/python3 -c 'import qgis.core' 2>/dev/null || need+=(python3-qgis)
fi
[ ${#need[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing: ${need[*]}" >&2
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >&2
else
  echo "Please install these packages, then run make again: ${need[*]}" >&2
  exit 1
fi
