"""Reading files beside pyrosm and pyogrio, and a million points from a CSV into a GeoPackage beside ogr2ogr.

usage: reading.py MAKAZI READ_BENCH DATA_DIR WORK_DIR      (with a Python that has pyrosm and pyogrio)

Each reader reads the same file in a process of its own, in one run. CPU seconds are user and system of the whole process; of the
peers those after their imports are shown too, and it is these that must be beaten. Rows are compared. Fails where a peer took
less, or gave another number of rows.
"""
import random, subprocess, sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from measured import measured

makazi, read_bench, data, work = sys.argv[1], sys.argv[2], Path(sys.argv[3]).resolve(), Path(sys.argv[4])
work.mkdir(parents=True, exist_ok=True)
missed = []

PEER = '''
import sys, time
kind, path = sys.argv[1:]
if kind == 'osm_pbf':
    import pyrosm
    begun = time.process_time()
    extract = pyrosm.OSM(path)
    land = extract.get_landuse()
    found = [extract.get_network('all'), extract.get_buildings(), land[land.geom_type != 'Point']]
    rows = [0 if frame is None else len(frame) for frame in found]
else:
    import pyogrio
    begun = time.process_time()
    rows = [len(pyogrio.read_dataframe(path))]
print(*rows, time.process_time() - begun)
'''


def show(what, ours, peer, inner=None, words=''):
    after = '' if inner is None else f'{inner:10.2f}'
    print(f'{what:34}{ours[0]:8.2f}{ours[2]:7.0f}{peer[0]:10.2f}{after:>10}{peer[2]:7.0f}  {words}', flush=True)
    if ours[0] >= (peer[0] if inner is None else inner):
        missed.append(what)


print(f'{"":34}{"makazi":>15}{"peer":>10}{"no import":>10}{"":>7}')
print(f'{"":34}{"CPU s":>8}{"MB":>7}{"CPU s":>10}{"CPU s":>10}{"MB":>7}')
for reader, name in [
    ('osm_pbf', 'accra/osm/greater_accra_2026.osm.pbf'),
    ('shapefile', 'jakarta/roads/jakarta_roads.shp'),
    ('shapefile', 'jakarta/osm/jakarta_OSM_building.shp'),
    ('geojson', 'jakarta/osm/osm_buildings_attributes.geojson'),
    ('geojson', 'accra/osm/osm_points_2019.geojson'),
]:
    ours = measured([read_bench, reader, data / name], stdout=subprocess.PIPE)
    peer = measured([sys.executable, '-c', PEER, reader, data / name], stdout=subprocess.PIPE)
    *rows, inner = peer[3].split()
    if reader == 'osm_pbf':
        found = [line.split()[1] for line in ours[3].splitlines()]
        words = f'roads, buildings, land use {"/".join(found)}; pyrosm {"/".join(rows)}'
        same = found == rows
    else:
        words, same = f'{rows[0]} rows', ours[3].split()[0] == rows[0]
    show(Path(name).name, ours, peer, float(inner), words)
    if not same:
        missed.append(f'{name}: other rows ({ours[3].strip()}; {" ".join(rows)})')

points = work / 'points.csv'
if not points.exists():
    dice = random.Random(1)
    with points.open('w') as file:
        file.write('id,lon,lat,name,people,depth_m\n')
        for number in range(1_000_000):
            lon, lat = 36.6 + 0.4 * dice.random(), -1.4 + 0.3 * dice.random()
            file.write(f'{number},{lon:.7f},{lat:.7f},point {number % 5000},{dice.randrange(1000)},{3 * dice.random():.3f}\n')
city = work / 'points_city'
city.mkdir(exist_ok=True)
(city / 'city.gpkg').unlink(missing_ok=True)
(city / 'city.toml').write_text('''[city]
id = "bench"
name = "Bench"
country = "KE"

[[source]]
id = "points"
title = "A million points"
licence = "CC0-1.0"
quality = "low"
file = "points.csv"
longitude_latitude = ["lon", "lat"]
[source.keep_layer]
name = "points"
''')
quiet = {'stdout': subprocess.PIPE, 'stderr': subprocess.DEVNULL}
ours = measured([makazi, 'collect', city, '--data', work], **quiet)
theirs = work / 'points_peer.gpkg'
theirs.unlink(missing_ok=True)
peer = measured(
    ['ogr2ogr', '-f', 'GPKG', theirs, points, '-oo', 'X_POSSIBLE_NAMES=lon', '-oo', 'Y_POSSIBLE_NAMES=lat',
     '-oo', 'AUTODETECT_TYPE=YES', '-a_srs', 'EPSG:4326'], **quiet)


def count(file):
    sql = 'SELECT count(*) AS n, sum(people) AS people FROM points'
    return subprocess.run(['ogrinfo', '-q', '-ro', '-sql', sql, file], capture_output=True, text=True).stdout.split('SELECT')[-1]


same = count(city / 'city.gpkg').split('n (Integer)')[-1] == count(theirs).split('n (Integer)')[-1]
show('1,000,000 points, CSV to GeoPackage', ours, peer, None, 'the same points' if same else 'OTHER POINTS')
if not same:
    missed.append('the points differ')
if missed:
    sys.exit(f'the bar was missed: {"; ".join(missed)}')
