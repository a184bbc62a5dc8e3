"""Vector tiles of a city of 500,000 features, zoom 10 to 14, where things are: each asked once when nothing is kept of it, then again.

    python3 benches/serve/tiles.py MAKAZI CITY

The server runs on one core. Times are of whole requests over one kept connection, packed with
gzip; the server's CPU time stands beside them, since on a machine that does other work a request waits.
"""
import http.client, json, math, os, random, statistics, sys, time
from running import Serving

LAYERS = ['points', 'lines', 'areas']
ASKED = 60


def positions(city):
    """Where people look: where things are."""
    with open(os.path.join(city, 'sources', 'points.geojson')) as file:
        return [json.loads(line.rstrip(',\n'))['geometry']['coordinates'] for line in file if line.startswith('{"type":"Feature"')][::50]


def tiles(chance, city):
    places = positions(city)
    for zoom in range(10, 15):
        for _ in range(ASKED):
            x, y = chance.choice(places)
            across = 1 << zoom
            row = (1 - math.asinh(math.tan(math.radians(y))) / math.pi) / 2 * across
            yield zoom, int((x + 180) / 360 * across), int(row), chance.choice(LAYERS)


def asked(connection, path):
    start = time.perf_counter()
    connection.request('GET', path, headers={'Accept-Encoding': 'gzip'})
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - start) * 1000
    if answer.status not in (200, 204):
        sys.exit(f'{path}: {answer.status}')
    return took, len(body)


def spread(times):
    times = sorted(times)
    return f'median {statistics.median(times):.2f} ms, 95 of 100 under {times[int(len(times) * 0.95)]:.1f}, greatest {times[-1]:.1f}'


def main():
    makazi, city = sys.argv[1:3]
    serving = Serving(makazi, city, '0')
    connection = http.client.HTTPConnection('127.0.0.1', serving.port)
    connection.connect()
    connection.request('GET', '/api/layers')
    layers = {one['name']: one for one in json.loads(connection.getresponse().read())}
    count = sum(layers[name]['count'] for name in LAYERS)
    wanted = []
    for zoom, x, y, layer in dict.fromkeys(tiles(random.Random(3), city)):
        wanted.append((zoom, f'/tiles/{layer}/{zoom}/{x}/{y}.mvt'))
    print(f'{count:,} features, {len(wanted)} tiles')
    asked(connection, '/api/city')
    cold, spent, sizes = {}, [], []
    for zoom, path in wanted:
        before = serving.cpu()
        took, size = asked(connection, path)
        cold.setdefault(zoom, []).append(took)
        spent.append((serving.cpu() - before) * 1000)
        sizes.append(size)
    before = serving.cpu()
    cached = [asked(connection, path)[0] for _, path in wanted]
    again = (serving.cpu() - before) * 1000 / len(wanted)
    every = [one for times in cold.values() for one in times]
    print(f'cold: {spread(every)}; greatest tile {max(sizes) / 1024:.0f} kB')
    print(f'cold, CPU: {spread(spent)}')
    for zoom, times in cold.items():
        print(f'  zoom {zoom}: {spread(times)}')
    print(f'cached: {spread(cached)}; {again:.2f} CPU ms each')
    print(f'memory: {serving.memory():.0f} MB, at most {serving.memory("VmHWM"):.0f}')
    serving.end()
    sys.exit(statistics.median(spent) >= 20 or again >= 2)


if __name__ == '__main__':
    main()
