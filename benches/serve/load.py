"""200 clients for a minute on pages, tiles and features: errors, memory, and how long one in a hundred waits.

    python3 benches/serve/load.py MAKAZI CITY [SECONDS]

Needs `wrk`, which runs on the same two cores as the server.
"""
import json, os, random, subprocess, sys, tempfile, threading, time, urllib.request
from running import Serving
from tiles import LAYERS, tiles


def paths(base, city, chance):
    layers = {one['name']: one for one in json.load(urllib.request.urlopen(base + '/api/layers'))}
    bounds = layers['areas']['bounds']
    west, south, east, north = bounds
    wanted = ['/', '/map', '/api/city', '/api/places', '/api/layers', '/api/gaps', '/ogc', '/ogc/collections'] * 10
    wanted += [f'/tiles/{layer}/{zoom}/{x}/{y}.mvt' for zoom, x, y, layer in tiles(chance, city)]
    for _ in range(120):
        x, y = chance.uniform(west, east - 0.02), chance.uniform(south, north - 0.02)
        wanted.append(f'/ogc/collections/{chance.choice(LAYERS)}/items?limit=50&bbox={x:.5f},{y:.5f},{x + 0.01:.5f},{y + 0.01:.5f}')
    chance.shuffle(wanted)
    return wanted


def main():
    makazi, city = sys.argv[1:3]
    seconds = int(sys.argv[3]) if len(sys.argv) > 3 else 60
    serving = Serving(makazi, city)
    base = f'http://127.0.0.1:{serving.port}'
    memory, done = [], threading.Event()

    def watch():
        while not done.wait(1):
            memory.append(serving.memory())
    with tempfile.NamedTemporaryFile('w', suffix='.txt') as file:
        file.write('\n'.join(paths(base, city, random.Random(5))) + '\n')
        file.flush()
        start = serving.memory()
        watcher = threading.Thread(target=watch)
        watcher.start()
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'paths.lua')
        run = subprocess.run(['wrk', '-t2', '-c200', f'-d{seconds}s', '--timeout', '10s', '-s', script, base, '--', file.name], capture_output=True, text=True)
        done.set()
        watcher.join()
    line = next((line for line in run.stdout.splitlines() if line.startswith('requests ')), None)
    if line is None:
        sys.exit(run.stdout + run.stderr)
    words = line.split()
    said = dict(zip(words[::2], map(float, words[1::2])))
    half = len(memory) // 2
    print(f'{said["requests"]:.0f} requests in {seconds} s, {said["errors"]:.0f} errors; half within {said["p50"]:.0f} ms, 99 of 100 within {said["p99"]:.0f} ms, all within {said["max"]:.0f} ms')
    print(f'memory: {start:.0f} MB before, {max(memory[:half] or [0]):.0f} at most in the first half, {max(memory[half:] or [0]):.0f} in the second')
    serving.end()
    sys.exit(said['errors'] > 0 or said['p99'] >= 250)


if __name__ == '__main__':
    main()
