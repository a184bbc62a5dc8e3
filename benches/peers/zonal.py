"""Zonal statistics beside exactextract, in one run: same raster, same zones, CPU seconds and memory of each whole process.

usage: zonal.py BENCH_DIR WORK_DIR [SIDE] [ZONES]

BENCH_DIR holds zonal_gen.py and zonal_exactextract.py. Run with a Python that has exactextract, geopandas and rasterio;
cargo and ogr2ogr are on the path. The case (10000 x 10000 cells, 5000 zones unless said) is made in WORK_DIR once and kept.
Fails if a figure differs by more than 1e-9 of itself, if Makazi takes more CPU, or if it takes 300 MB.
"""
import csv, json, math, subprocess, sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from measured import measured

bench, work = Path(sys.argv[1]), Path(sys.argv[2])
side, zones = (sys.argv[3:] + ['10000', '5000'][len(sys.argv) - 3:])[:2]
project = Path(__file__).resolve().parents[2]
case = work / f'zonal_{side}_{zones}'


def rows(path):
    with open(path, newline='') as file:
        return {row['id']: row for row in csv.DictReader(file)}


if not (case / 'zones.geojson').exists():
    subprocess.run([sys.executable, bench / 'zonal_gen.py', case, side, zones], check=True)
    options = ['-lco', 'COORDINATE_PRECISION=15', '-lco', 'RFC7946=NO']
    subprocess.run(['ogr2ogr', '-q', '-f', 'GeoJSON', *options, case / 'zones.geojson', case / 'zones.gpkg'], check=True)
build = ['cargo', 'build', '--release', '--package', 'grid', '--example', 'zonal_bench', '--message-format', 'json']
messages = subprocess.run(build, cwd=project, check=True, text=True, stdout=subprocess.PIPE).stdout
built = [json.loads(line) for line in messages.splitlines()]
program = next(one['executable'] for one in built if one.get('target', {}).get('name') == 'zonal_bench')

subprocess.run(['cat', case / 'raster.tif'], check=True, stdout=subprocess.DEVNULL)  # in the page cache for both
peer = measured([sys.executable, bench / 'zonal_exactextract.py', case], stdout=subprocess.PIPE)
with open(case / 'makazi.csv', 'w') as out:
    ours = measured([program, case / 'raster.tif', case / 'zones.geojson'], stdout=out)
peer_zonal = json.loads(peer[3])['zonal_cpu_s']

expected, found = rows(case / 'exactextract.csv'), rows(case / 'makazi.csv')
worst = {}
for column in ['mean', 'sum', 'count', 'min', 'max']:
    for zone, row in expected.items():
        want, got = (float(one[column]) if one[column] else math.nan for one in (row, found[zone]))
        apart = 0.0 if want == got or math.isnan(want) and math.isnan(got) else abs(want - got) / max(abs(want), 1e-300)
        worst[column] = max(worst.get(column, 0.0), math.inf if math.isnan(apart) else apart)

print(f'{"":14}{"CPU s":>8}{"wall s":>8}{"MB":>8}')
print(f'{"exactextract":14}{peer[0]:8.2f}{peer[1]:8.2f}{peer[2]:8.0f}   ({peer_zonal:.2f} CPU s without imports and zones)')
print(f'{"makazi":14}{ours[0]:8.2f}{ours[1]:8.2f}{ours[2]:8.0f}   (all of it)')
print('largest relative difference:', ', '.join(f'{column} {apart:.1e}' for column, apart in worst.items()))
for column in ['sum', 'count']:
    totals = [math.fsum(float(row[column] or 0) for row in of.values()) for of in (expected, found)]
    print(f'total {column}: exactextract {totals[0]:,.8f}, makazi {totals[1]:,.8f}')
if set(expected) != set(found) or max(worst.values()) > 1e-9 or ours[0] >= peer_zonal or ours[2] >= 300:
    sys.exit('the bar was missed')
