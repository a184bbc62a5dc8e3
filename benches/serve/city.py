"""A city of 500,000 invented features (points, lines, areas) in the extent of a real one, brought in by makazi.

    python3 benches/serve/city.py MAKAZI DATA OUT accra|jakarta

They lie about the places of the city's own map: around the points of its OpenStreetMap extract, so that some tiles are full and
most nearly empty, as in a city. What they are is invented. Nothing is made again where OUT is whole.
"""
import json, math, os, random, subprocess, sys

CITIES = {'accra': (-0.7, 5.3, 0.9, 6.3), 'jakarta': (106.5, -6.5, 107.2, -5.9)}
COUNTS = {'points': 150_000, 'lines': 150_000, 'areas': 200_000}
NAMES = ['Main', 'Market', 'Station', 'Church', 'Mosque', 'School', 'River', 'Harbour', 'Palm', 'Hill']


def centres(data, city, extent):
    """Positions about which features lie: those of the city's districts, read where the data lie."""
    west, south, east, north = extent
    found = []
    for folder, _, files in os.walk(os.path.join(data, city, 'admin')):
        for file in sorted(files):
            if file.endswith('.geojson'):
                with open(os.path.join(folder, file)) as text:
                    walk(json.load(text).get('features', []), found)
    inside = [at for at in found if west < at[0] < east and south < at[1] < north]
    if not inside:
        sys.exit(f'no positions of {city} in {data}')
    random.Random(11).shuffle(inside)
    return inside[:400]


def walk(value, found):
    if isinstance(value, list) and len(value) >= 2 and all(isinstance(n, (int, float)) for n in value[:2]):
        found.append(value[:2])
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            if isinstance(one, (list, dict)):
                walk(one, found)


def feature(kind, chance, at, number):
    x, y = at
    if kind == 'points':
        shape, columns = {'type': 'Point', 'coordinates': [x, y]}, {'kind': chance.choice(['tap', 'toilet', 'stop', 'shop'])}
    elif kind == 'lines':
        line, turn = [[x, y]], chance.uniform(0, 2 * math.pi)
        for _ in range(chance.randint(2, 12)):
            turn += chance.gauss(0, 0.4)
            line.append([round(line[-1][0] + 3e-4 * math.cos(turn), 7), round(line[-1][1] + 3e-4 * math.sin(turn), 7)])
        shape, columns = {'type': 'LineString', 'coordinates': line}, {'surface': chance.choice(['asphalt', 'gravel', 'earth'])}
    else:
        turn, w, h = chance.uniform(0, math.pi), chance.uniform(3e-5, 2e-4), chance.uniform(3e-5, 1e-4)
        corners = [(-w, -h), (w, -h), (w, h), (0, h), (0, 0.3 * h), (-w, 0.3 * h)]
        ring = [[round(x + a * math.cos(turn) - b * math.sin(turn), 7), round(y + a * math.sin(turn) + b * math.cos(turn), 7)] for a, b in corners]
        shape, columns = {'type': 'Polygon', 'coordinates': [ring + ring[:1]]}, {'floors': chance.randint(1, 9)}
    columns.update(name=f'{chance.choice(NAMES)} {number}', length_m=round(chance.uniform(2, 900), 1))
    return {'type': 'Feature', 'geometry': shape, 'properties': columns}


def main():
    makazi, data, out, city = sys.argv[1:5]
    extent = CITIES[city]
    done = os.path.join(out, 'whole')
    if os.path.exists(done):
        return
    os.makedirs(os.path.join(out, 'sources'), exist_ok=True)
    places, chance = centres(data, city, extent), random.Random(500_000)
    toml = [f'[city]\nid = "{city}"\nname = "{city}"\ncountry = "XX"\nextent = {list(extent)}\ninvented = true\nnotice = "Features are invented."\n']
    west, south, east, north = extent
    for kind, count in COUNTS.items():
        with open(os.path.join(out, 'sources', f'{kind}.geojson'), 'w') as file:
            file.write('{"type":"FeatureCollection","features":[\n')
            for number in range(count):
                x, y = chance.choice(places)
                at = [min(max(x + chance.gauss(0, 0.02), west + 0.01), east - 0.01), min(max(y + chance.gauss(0, 0.02), south + 0.01), north - 0.01)]
                one = feature(kind, chance, [round(n, 7) for n in at], number)
                file.write((',\n' if number else '') + json.dumps(one, separators=(',', ':')))
            file.write('\n]}\n')
        toml.append(f'[[source]]\nid = "{kind}"\ntitle = "{kind}, invented"\npublisher = "nobody"\nlicence = "CC0-1.0"\ndate = "2026-01-01"\n'
                    f'quality = "low"\nraw = true\nfile = "sources/{kind}.geojson"\n[source.keep_layer]\nname = "{kind}"\n')
    with open(os.path.join(out, 'city.toml'), 'w') as file:
        file.write('\n'.join(toml))
    subprocess.run([makazi, 'collect', out], check=True, stdout=subprocess.DEVNULL)
    open(done, 'w').close()


if __name__ == '__main__':
    main()
