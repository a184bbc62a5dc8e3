"""Roads cut by the cells of a raster beside snail, in one run: same raster, same lines, CPU seconds and memory of each whole process.

usage: lines.py BENCH_DIR WORK_DIR [LINES]

BENCH_DIR holds zonal_gen.py and snail_bench.py. Run with a Python that has nismod-snail, geopandas and rasterio; cargo is on the
path. The raster (10000 x 10000 cells) is that of zonal.py, made in WORK_DIR once and kept.
Fails if pieces differ, a length by more than 1e-9 of itself, the sum of values by more than single precision can add up (snail's
cells are float32, its gaps -9999), or if Makazi takes more than a hundredth of the CPU.
"""
import csv, json, math, subprocess, sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from measured import measured

bench, work = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
lines = int((sys.argv[3:] + ['2000'])[0])
project = Path(__file__).resolve().parents[2]
raster = work / 'zonal_10000_5000' / 'raster.tif'
room = work / f'lines_{lines}'
(room / 'zonal').mkdir(parents=True, exist_ok=True)

if not raster.exists():
    subprocess.run([sys.executable, bench / 'zonal_gen.py', raster.parent, '10000', '5000'], check=True)
if not (room / 'zonal' / 'Z').exists():
    (room / 'zonal' / 'Z').symlink_to(raster.parent)
random, x0, y0, extent = np.random.default_rng(3), 200000., 9900000., 100000.  # as snail_bench.py draws them
with open(room / 'lines.csv', 'w') as out:
    for _ in range(lines):
        start = np.array([x0 + random.uniform(.05, .95) * extent, y0 - random.uniform(.05, .95) * extent])
        vertices = np.cumsum(np.vstack([start, random.normal(0, 40, (5, 2))]), axis=0).tolist()
        out.write(','.join(f'{x!r} {y!r}' for x, y in vertices) + '\n')
build = ['cargo', 'build', '--release', '--package', 'grid', '--example', 'lines_bench', '--message-format', 'json']
messages = subprocess.run(build, cwd=project, check=True, text=True, stdout=subprocess.PIPE).stdout
built = [json.loads(line) for line in messages.splitlines()]
program = next(one['executable'] for one in built if one.get('target', {}).get('name') == 'lines_bench')

subprocess.run(['cat', raster], check=True, stdout=subprocess.DEVNULL)  # in the page cache for both
peer = measured([sys.executable, bench / 'snail_bench.py', str(lines)], stdout=subprocess.PIPE, cwd=room)
with open(room / 'makazi.csv', 'w') as out:
    ours = measured([program, raster, room / 'lines.csv'], stdout=out)
expected = json.loads(peer[3])
with open(room / 'makazi.csv', newline='') as file:
    found = list(csv.DictReader(file))
pieces = sum(int(row['pieces']) for row in found)
missing = sum(int(row['pieces_missing']) for row in found)
length = math.fsum(float(row['length']) for row in found)
values = math.fsum(float(row['value_sum']) for row in found) - 9999 * missing

print(f'{"":14}{"CPU s":>8}{"wall s":>8}{"MB":>8}')
print(f'{"snail":14}{peer[0]:8.2f}{peer[1]:8.2f}{peer[2]:8.0f}   ({expected["split_cpu_s"]:.2f} CPU s to split alone)')
print(f'{"makazi":14}{ours[0]:8.2f}{ours[1]:8.2f}{ours[2]:8.0f}   (all of it; {peer[0] / ours[0]:.0f} times less CPU)')
print(f'pieces: snail {expected["n_splits"]:,}, makazi {pieces:,}, of them {missing} in gaps')
print(f'total length: snail {expected["len_total"]:,.8f}, makazi {length:,.8f}')
print(f'sum of values, gaps as -9999: snail {expected["v_sum"]:,.3f}, makazi {values:,.3f}')
apart = abs(length / expected['len_total'] - 1)
rounding = pieces * 9999 * 2.0**-24 / abs(expected['v_sum'])
if pieces != expected['n_splits'] or apart > 1e-9 or abs(values / expected['v_sum'] - 1) > rounding:
    sys.exit('the answers differ')
if ours[0] * 100 > peer[0]:
    sys.exit('the bar was missed')
