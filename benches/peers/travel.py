"""Ways along a network beside scipy and igraph, in one run: same lines, same destinations, CPU seconds of each whole process.

usage: travel.py DATA_DIR WORK_DIR [jakarta|cape_town]

DATA_DIR holds manifest.csv. Run with a Python that has numpy, scipy, igraph and pyproj; cargo and ogr2ogr are on the path.
Every fiftieth junction is a destination; every node gets its seconds to the nearest of them, one-way rules kept. Each peer reads the same
text file, measures the same geodesics (pyproj, many at once) and searches from all destinations at once. Fails if seconds or metres
differ by more than 1e-9 of themselves, or if Makazi takes more CPU than a peer.
"""
import csv, io, json, math, os, subprocess, sys, time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from measured import measured

CITIES = {
    # file, layer, class column, one-way column, and the speed of each class in km/h
    'jakarta': ('jakarta/roads/jakarta_roads.shp', 'jakarta_roads', 'TYPE', 'ONEWAY'),
    'cape_town': ('cape_town/roads/khayelitsha_roads_subdistricts.gpkg', 'roads', 'PROW_CLSF_', 'ONE_WAY'),
}
SPEEDS = {'motorway': 72, 'trunk': 68, 'primary': 52, 'secondary': 44, 'tertiary': 32, 'living_street': 8, 'Collector Street': 32, 'Minor Arterial': 44, 'Major Arterial': 52}


def prepare(data, case, city):
    """The lines as text, and the destinations."""
    file, layer, kind, oneway = CITIES[city]
    options = ['-f', 'CSV', '/vsistdout/', str(data / file), layer, '-lco', 'GEOMETRY=AS_WKT', '-t_srs', 'EPSG:4326']
    env = {**os.environ, 'GDAL_PAM_ENABLED': 'NO'}
    text = subprocess.run(['ogr2ogr', *options], check=True, text=True, stdout=subprocess.PIPE, env=env).stdout
    csv.field_size_limit(1 << 30)
    uses, rows = Counter(), []
    for row in csv.DictReader(io.StringIO(text)):
        direction = {'yes': 'forward', 'Yes': 'forward', '-1': 'backward'}.get(row[oneway], 'both')
        wkt = row['WKT'][row['WKT'].index('('):].strip('()')
        for part in wkt.split('),('):
            xy = [tuple(map(float, pair.split())) for pair in part.split(',')]
            uses.update((round(x * 1e7), round(y * 1e7)) for x, y in xy)
            points = ' '.join(f'{x!r} {y!r}' for x, y in xy)
            rows.append((direction, SPEEDS.get(row[kind], 20), points))
    (case / 'roads.txt').write_text(''.join(f'{d},{s},{p}\n' for d, s, p in rows))
    junctions = sorted(key for key, count in uses.items() if count > 2)
    (case / 'destinations.txt').write_text(''.join(f'{x / 1e7!r} {y / 1e7!r}\n' for x, y in junctions[::50]))


def graph(case):
    """Nodes, and an arc for each way that an edge may be gone: from, to, seconds, metres."""
    import numpy as np
    from pyproj import Geod
    keys, lines, heads = [], [], []
    for row in open(case / 'roads.txt'):
        direction, speed, points = row.split(',', 2)
        xy = np.fromstring(points, sep=' ').reshape(-1, 2)
        whole = np.round(xy * 1e7).astype(np.int64)
        keep = np.r_[True, (whole[1:] != whole[:-1]).any(axis=1)]
        xy, whole = xy[keep], whole[keep]
        if len(xy) > 1:
            heads.append((direction, float(speed), len(xy)))
            lines.append(xy)
            keys.append(whole[:, 0] * (1 << 32) + whole[:, 1])
    xy, keys = np.concatenate(lines), np.concatenate(keys)
    lengths = np.array([h[2] for h in heads])
    ends = np.cumsum(lengths)
    starts = ends - lengths
    _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    is_node = counts[inverse] > 1
    is_node[starts] = is_node[ends - 1] = True
    metres = np.zeros(len(xy))
    metres[1:] = Geod(ellps='WGS84').inv(xy[:-1, 0], xy[:-1, 1], xy[1:, 0], xy[1:, 1])[2]
    metres[starts] = 0
    at = np.nonzero(is_node)[0]
    line = np.searchsorted(ends, at, side='right')
    same = line[1:] == line[:-1]
    along = np.cumsum(metres)
    first, last = at[:-1][same], at[1:][same]
    # sums of a stretch, not differences of a running sum, which would lose digits
    length = np.add.reduceat(np.append(metres, 0.0), np.column_stack([first + 1, last + 1]).ravel())[::2]
    nodes, names = np.unique(keys[at], return_inverse=True)
    a, b = names[:-1][same], names[1:][same]
    of = line[:-1][same]
    seconds = length / (np.array([h[1] for h in heads])[of] / 3.6)
    way = np.array([h[0] for h in heads])[of]
    there, back = way != 'backward', way != 'forward'
    arcs = [np.concatenate(pair) for pair in [(a[there], b[back]), (b[there], a[back]), (seconds[there], seconds[back]), (length[there], length[back])]]
    goals = [round(float(x) * 1e7) * (1 << 32) + round(float(y) * 1e7) for x, y in (row.split() for row in open(case / 'destinations.txt'))]
    return nodes, arcs, np.searchsorted(nodes, np.array(goals))


def write(nodes, seconds, path):
    with open(path, 'w') as out:
        for key, value in zip(nodes.tolist(), seconds.tolist()):
            x, y = key >> 32, key & 0xffffffff
            y = y - (1 << 32) if y >= 1 << 31 else y
            x += y < 0
            out.write(f'{x} {y} {value!r}\n')


def peer(name, case):
    import numpy as np
    nodes, (a, b, seconds, _), goals = graph(case)
    start = time.process_time()
    if name == 'scipy':
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import dijkstra
        # the least of parallel arcs; a sum of them would be a wrong graph
        order = np.lexsort((seconds, a, b))
        keep = np.r_[True, (a[order][1:] != a[order][:-1]) | (b[order][1:] != b[order][:-1])]
        order = order[keep]
        backwards = csr_matrix((seconds[order], (b[order], a[order])), shape=(len(nodes), len(nodes)))
        found = dijkstra(backwards, indices=goals, min_only=True)
    else:
        import igraph
        count = len(nodes)
        arcs = np.column_stack([b, a])
        arcs = np.vstack([arcs, np.column_stack([np.full(len(goals), count), goals])])
        network = igraph.Graph(n=count + 1, edges=arcs, directed=True)
        weights = np.concatenate([seconds, np.zeros(len(goals))])
        found = np.array(network.distances(source=count, weights=weights, algorithm='dijkstra')[0])[:count]
    print(json.dumps({'search_cpu_s': time.process_time() - start}))
    write(nodes, found, case / f'{name}.txt')


def read(path):
    return {tuple(row.split()[:2]): [float(v) for v in row.split()[2:]] for row in open(path)}


def main():
    data, work = Path(sys.argv[1]), Path(sys.argv[2])
    city = sys.argv[3] if len(sys.argv) > 3 else 'jakarta'
    case = work / f'travel_{city}'
    case.mkdir(parents=True, exist_ok=True)
    prepare(data, case, city)
    project = Path(__file__).resolve().parents[2]
    build = ['cargo', 'build', '--release', '--package', 'assess', '--example', 'travel_bench', '--message-format', 'json']
    messages = subprocess.run(build, cwd=project, check=True, text=True, stdout=subprocess.PIPE).stdout
    built = [json.loads(line) for line in messages.splitlines() if line.startswith('{')]
    program = next(one['executable'] for one in built if one.get('target', {}).get('name') == 'travel_bench' and one.get('executable'))
    with open(case / 'makazi.txt', 'w') as out, open(case / 'makazi.json', 'w') as steps:
        ours = measured([program, case / 'roads.txt', case / 'destinations.txt'], stdout=out, stderr=steps)
    ours_steps = json.loads((case / 'makazi.json').read_text())
    found = read(case / 'makazi.txt')
    print(f'{city}: {ours_steps["nodes"]:,} nodes, {ours_steps["edges"]:,} edges, {ours_steps["parts"]:,} parts')
    print(f'{"":10}{"CPU s":>8}{"wall s":>8}{"MB":>8}{"search s":>10}{"largest relative difference":>30}')
    print(f'{"makazi":10}{ours[0]:8.2f}{ours[1]:8.2f}{ours[2]:8.0f}{ours_steps["search_s"]:10.4f}')
    missed = False
    for name in ['scipy', 'igraph']:
        cost = measured([sys.executable, __file__, '--peer', name, case], stdout=subprocess.PIPE)
        search = json.loads(cost[3])['search_cpu_s']
        other = read(case / f'{name}.txt')
        worst = 0.0
        for key, (seconds,) in other.items():
            mine = found[key][0]
            apart = 0.0 if mine == seconds else abs(mine - seconds) / max(seconds, 1e-9)
            worst = max(worst, math.inf if math.isnan(apart) else apart)
        print(f'{name:10}{cost[0]:8.2f}{cost[1]:8.2f}{cost[2]:8.0f}{search:10.4f}{worst:30.1e}')
        missed |= set(other) != set(found) or worst > 1e-9 or ours[0] >= cost[0] or ours_steps['search_s'] >= search
    if missed:
        sys.exit('the bar was missed')


if __name__ == '__main__':
    if sys.argv[1] == '--peer':
        peer(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
