#!/usr/bin/env bash
# Installs what is missing (apt, when root) or says what to install. Usage: setup.sh demo|test
set -euo pipefail
need=()
want() { command -v "$1" >/dev/null 2>&1 || need+=("$2"); }
command -v cargo >/dev/null 2>&1 || { echo "Rust is missing. Install it from https://rustup.rs, then run make again." >&2; exit 1; }
want cc gcc
want c++ g++
want cmake cmake
# The pages of `makazi serve` are built with Node.js.
want node nodejs
want npm npm
# The optimiser is built with cmake; its interface is read with libclang.
libclang() {
  local found
  for found in /usr/lib/llvm*/lib/libclang.so /usr/lib/*/libclang-[0-9]*.so /usr/lib64/libclang.so "${LIBCLANG_PATH:-/none}"/libclang*; do
    [ -e "$found" ] && return 0
  done
  [ "$(uname)" = Darwin ]
}
libclang || need+=(libclang-dev)
if [ "${1:-demo}" = test ]; then
  want ogrinfo gdal-bin
  want python3 python3
  want chromium chromium
  want faketime faketime
  /usr/bin/python3 -c 'import qgis.core' 2>/dev/null || need+=(python3-qgis)
  python3 -c 'import ensurepip' 2>/dev/null || need+=(python3-venv)
  /usr/bin/python3 -c 'import scipy, pyproj' 2>/dev/null || need+=(python3-scipy python3-pyproj)
fi
# pyxform, the field's own reader of XLSForms, which tests/forms.rs compares with ours.
forms_venv() {
  [ "${1:-demo}" = test ] || return 0
  local venv="${CARGO_TARGET_DIR:-$HOME/.cache/makazi/target}/forms-venv"
  "$venv/bin/python" -c 'import pyxform' 2>/dev/null && return 0
  python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check pyxform==4.5.0
}
# Readers of other people that tests/exports.rs opens our exports with.
exports_venv() {
  [ "${1:-demo}" = test ] || return 0
  local venv="${CARGO_TARGET_DIR:-$HOME/.cache/makazi/target}/exports-venv"
  "$venv/bin/python" -c 'import frictionless, pyarrow, openpyxl' 2>/dev/null && return 0
  python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check frictionless==5.21.0 pyarrow openpyxl
}
# schemathesis, which tries every route of `makazi serve` by its description in tests/serve/machines.rs.
serve_venv() {
  [ "${1:-demo}" = test ] || return 0
  local venv="${CARGO_TARGET_DIR:-$HOME/.cache/makazi/target}/serve-venv"
  "$venv/bin/python" -c 'import schemathesis' 2>/dev/null && return 0
  python3 -m venv "$venv" && "$venv/bin/pip" install --quiet --disable-pip-version-check schemathesis==4.32.5
}
if [ ${#need[@]} -eq 0 ]; then
  forms_venv "${1:-demo}"
  exports_venv "${1:-demo}"
  serve_venv "${1:-demo}"
  exit
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing: ${need[*]}" >&2
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >&2
else
  echo "Please install these packages, then run make again: ${need[*]}" >&2
  exit 1
fi
forms_venv "${1:-demo}"
exports_venv "${1:-demo}"
serve_venv "${1:-demo}"
