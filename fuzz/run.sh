#!/usr/bin/env bash
# Runs fuzzers for so many seconds each, two at a time: fuzz/run.sh SECONDS [TARGET...]
# Needs: cargo install cargo-fuzz; seeds made by fuzz/seeds.py in fuzz/corpus. Findings are kept in fuzz/artifacts.
set -euo pipefail
cd "$(dirname "$0")"
seconds=$1
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(sed -n 's/^name = "\(.*\)"/\1/p' Cargo.toml | tail -n +2)
built=${FUZZ_TARGETS:-$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/x86_64-unknown-linux-gnu/release}
[ -n "${FUZZ_TARGETS:-}" ] || cargo fuzz build -s none
one() {
  mkdir -p "corpus/$1" "artifacts/$1"
  nice -n 19 "$built/$1" "corpus/$1" -fork=1 -ignore_crashes=1 -ignore_ooms=1 -ignore_timeouts=1 \
    -max_total_time="$seconds" -max_len="$([ "$1" = geopackage ] && echo 200000 || echo 65536)" -timeout=20 -rss_limit_mb=2048 -artifact_prefix="artifacts/$1/" \
    >"artifacts/$1.log" 2>&1 || true
  printf '%s: %s; findings kept: %s\n' "$1" "$(grep -E '^#[0-9]+' "artifacts/$1.log" | tail -1)" "$(find "artifacts/$1" -type f | wc -l)"
}
export -f one
export built seconds
printf '%s\n' "${targets[@]}" | xargs -P 2 -I{} bash -c 'one {}'
