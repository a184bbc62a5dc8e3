#!/usr/bin/env bash
# Everything CI runs, in the order in which a mistake shows soonest.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo fmt --all --check
bash tests/pages.sh
(cd web/app && npm --silent test && npm --silent run check)
cargo clippy --workspace --all-targets --locked -- -D warnings
cargo test --workspace --locked
