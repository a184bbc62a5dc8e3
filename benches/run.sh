#!/usr/bin/env bash
# Speed and memory beside the peers and beside what was asked for. See README.md for what each variable means.
set -euo pipefail
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE=1
export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$HOME/.cache/makazi/target}"
data="${MAKAZI_DATA:-../shared/data}"
bench="${MAKAZI_BENCH:-../shared/bench}"
reference="${MAKAZI_REFERENCE:-../shared/reference}"
work="${WORK:-$CARGO_TARGET_DIR/bench}"
for wanted in "$data/manifest.csv" "$bench/zonal_gen.py"; do
  [ -e "$wanted" ] || { echo "$wanted is not there: set MAKAZI_DATA and MAKAZI_BENCH (see benches/README.md)." >&2; exit 1; }
done
for tool in cargo python3 ogr2ogr; do
  command -v "$tool" >/dev/null || { echo "$tool is missing (ogr2ogr is in the package gdal-bin)." >&2; exit 1; }
done
mkdir -p "$work"
peers="${PEERS_PYTHON:-$work/venv/bin/python}"
if [ ! -x "$peers" ]; then
  [ -z "${PEERS_PYTHON:-}" ] || { echo "$PEERS_PYTHON is not there." >&2; exit 1; }
  echo "Installing the peers (exactextract, geopandas, highspy, igraph, linopy, nismod-snail, numpy, openpyxl, Pyomo, pyproj, pyrosm, rasterio, scipy) into $work/venv." >&2
  python3 -m venv "$work/venv"
  "$peers" -m pip install --quiet exactextract geopandas highspy igraph linopy==0.10.1 nismod-snail numpy openpyxl pyomo==6.10.1 pyproj pyrosm rasterio scipy
fi

cargo build --release --locked --package makazi --package collect --bin makazi --example read_bench
missed=0
echo "== Zonal statistics: 10,000 x 10,000 cells, 5,000 zones"
"$peers" benches/peers/zonal.py "$bench" "$work" || missed=1
echo "== Roads cut by cells: 2,000 lines on 10,000 x 10,000 cells"
"$peers" benches/peers/lines.py "$bench" "$work" || missed=1
echo "== Buildings on depths: 100,000 footprints on 10,000 x 10,000 cells, two damages"
"$peers" benches/peers/footprints.py "$bench" "$work" || missed=1
echo "== Impact: a million things, a thousand events"
"$peers" benches/peers/impact.py "$bench" "$work" || missed=1
echo "== Index: 100,000 places x 60 indicators, and 10,000 draws for 1,000 places"
"$peers" benches/peers/composite.py "$work" || missed=1
echo "== Ways: every node of two road networks to the nearest of many destinations"
for city in jakarta cape_town; do "$peers" benches/peers/travel.py "$data" "$work" "$city" || missed=1; done
echo "== Risk: San Salvador, 12,472 houses, six measures, Sobol indices"
"$peers" benches/peers/san_salvador.py "$reference" "${CLIMADA_PYTHON:-}" || missed=1
echo "== Reading: extracts, shapes, points"
"$peers" benches/peers/reading.py "$CARGO_TARGET_DIR/release/makazi" "$CARGO_TARGET_DIR/release/examples/read_bench" "$data" "$work" || missed=1
echo "== Network: 15 places, all pairs, built beside linopy and Pyomo"
"$peers" benches/peers/rtn.py "$bench" "$work" || missed=1
echo "== Network: plans in whole units on two threads, to a gap"
"$peers" benches/searching.py "$CARGO_TARGET_DIR/release/makazi" "$bench" "$work" || missed=1
echo "== Cities: from nothing to profile, and again with nothing changed"
python3 benches/cities.py "$CARGO_TARGET_DIR/release/makazi" "$data" "$work" || missed=1
echo "== Serving: tiles of 500,000 features, and 200 clients"
python3 benches/serve/city.py "$CARGO_TARGET_DIR/release/makazi" "$data" "$work/served" accra
python3 benches/serve/tiles.py "$CARGO_TARGET_DIR/release/makazi" "$work/served" || missed=1
if command -v wrk >/dev/null; then
  python3 benches/serve/load.py "$CARGO_TARGET_DIR/release/makazi" "$work/served" || missed=1
else
  echo "wrk is missing: the 200 clients are not run." >&2
  missed=1
fi
exit "$missed"
