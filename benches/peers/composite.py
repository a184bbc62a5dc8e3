"""An index and its rank intervals beside numpy, in one run: same table, same steps, CPU seconds.

usage: composite.py WORK_DIR

Run with a Python that has numpy; cargo is on the path. Fails if a score differs by more than 1e-9 of itself, if a rank interval
differs, or if an index takes more than a twentieth of the CPU of numpy_as_written on an array as numpy makes it.

100,000 places x 60 indicators, one cell in 50 a gap: extent of each column, scaled to 1..100, a third turned round, kept on the
scale, weighted mean over what is there, coverage. Then 10,000 draws of normalisation and weights for 1,000 places x 60.
"""
import os, subprocess, sys, time

os.environ['OPENBLAS_NUM_THREADS'] = '1'  # more threads take more CPU
import json, warnings
from pathlib import Path
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from measured import measured

INDICATORS, LEAST, REPEATS, ROUNDS, DRAWS = 60, 0.66, 20, 3, 10_000
weights = np.arange(INDICATORS) % 4 + 1.0
lowers = np.arange(INDICATORS) % 3 == 0


def numpy_as_written(x):
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    y = (x - low) / (high - low) * 99 + 1
    y = np.where(lowers, 101 - y, y)
    y = np.clip(y, 1, 100)
    present = (~np.isnan(y) * weights).sum(axis=1)
    score = np.nansum(y * weights, axis=1) / present
    coverage = present / weights.sum()
    return np.where(coverage >= LEAST, score, np.nan), coverage


def numpy_sparing(x):
    """Matrix products for the sums, one array written over and over."""
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    start, end = np.where(lowers, high, low), np.where(lowers, low, high)
    y = x - start
    y /= end - start
    y *= 99
    y += 1
    np.clip(y, 1, 100, out=y)
    there = ~np.isnan(y)
    y[~there] = 0
    present = there @ weights
    coverage = present / weights.sum()
    return np.where(coverage >= LEAST, y @ weights / present, np.nan), coverage


def numpy_draws(x, points):
    """All draws of one normalisation as two matrix products; weights w (1 +/- 0.25)."""
    low, high = np.nanmin(x, axis=0), np.nanmax(x, axis=0)
    there = ~np.isnan(x)
    ends = (x - low) / (high - low) * 99 + 1
    below = np.argsort(np.argsort(x, axis=0), axis=0) / (there.sum(axis=0) - 1)
    scales = np.where(lowers, 101 - ends, ends), np.where(lowers, 1 - below, below)
    drawn = weights * (1 + 0.25 * (2 * points[:, 2:] - 1))
    ranks = np.empty((len(points), len(x)))
    for chosen, y in zip((points[:, 0] < 0.5, points[:, 0] >= 0.5), scales):
        w = drawn[chosen]
        present = w @ there.T.astype(float)
        scores = w @ np.where(there, y, 0).T / present
        scores[present < LEAST * w.sum(axis=1, keepdims=True)] = np.nan
        ranks[chosen] = np.argsort(np.argsort(-scores, axis=1), axis=1) + 1
    return np.percentile(ranks, [5, 50, 95], axis=0)


VARIANTS = {
    'numpy, places x indicators': (numpy_as_written, np.ascontiguousarray),
    'numpy, column by column': (numpy_as_written, np.asfortranarray),
    'numpy, sparing, column by column': (numpy_sparing, np.asfortranarray),
}


def peer_index(table, places, repeats, result, variant):
    run, order = VARIANTS[variant]
    x = order(np.fromfile(table).reshape(INDICATORS, int(places)).T)
    found = run(x)
    start = time.process_time()
    for _ in range(int(repeats)):
        found = run(x)
    print(json.dumps((time.process_time() - start) / max(int(repeats), 1)))
    np.concatenate(found).tofile(result)


def peer_draws(table, places, points, result):
    x = np.fromfile(table).reshape(INDICATORS, int(places)).T
    points = np.fromfile(points).reshape(-1, 2 + INDICATORS)
    start = time.process_time()
    found = numpy_draws(x, points)
    print(json.dumps(time.process_time() - start))
    found.tofile(result)


def make(path, places):
    random = np.random.default_rng(1)
    x = random.random((INDICATORS, places)) * 1000
    x[random.random(x.shape) < 0.02] = np.nan
    x.tofile(path)


def example():
    build = ['cargo', 'build', '--release', '--package', 'assess', '--example', 'composite_bench', '--message-format', 'json']
    project = Path(__file__).resolve().parents[2]
    messages = subprocess.run(build, cwd=project, check=True, text=True, stdout=subprocess.PIPE).stdout
    built = [json.loads(line) for line in messages.splitlines()]
    return next(one['executable'] for one in built if one.get('target', {}).get('name') == 'composite_bench')


def beside(work, program):
    table, ours, theirs = (str(work / name) for name in ['composite.f64', 'composite_makazi.f64', 'composite_numpy.f64'])
    make(table, 100_000)
    peer = [sys.executable, __file__, 'peer-index', table, '100000']
    mine = [program, 'index', table, '100000']
    seconds, apart, sums = {}, 0.0, []
    for _ in range(ROUNDS):
        often = measured([*mine, str(10 * REPEATS + 1), ours])[0]
        seconds.setdefault('makazi', []).append((often - measured([*mine, '1', ours])[0]) / (10 * REPEATS))
        for variant in VARIANTS:
            output = measured([*peer, str(REPEATS), theirs, variant], stdout=subprocess.PIPE)[3]
            seconds.setdefault(variant, []).append(json.loads(output))
            expected, found = np.fromfile(theirs), np.fromfile(ours)
            if (np.isnan(expected) != np.isnan(found)).any():
                sys.exit('scores are missing at different places')
            apart = max(apart, np.nanmax(np.abs(found - expected) / np.maximum(np.abs(expected), 1e-300)))
            sums = [np.nansum(one[: len(one) // 2]) for one in (expected, found)]
    least = {name: min(runs) for name, runs in seconds.items()}
    for name, taken in least.items():
        print(f'{name:34}{taken * 1e3:8.2f} CPU ms' + ('' if name == 'makazi' else f'{taken / least["makazi"]:8.1f} times'))
    x = np.fromfile(table)
    floor = min(timed(lambda: x.sum()) for _ in range(9))
    print(f'{"numpy, one sum over the table":34}{floor * 1e3:8.2f} CPU ms   (48 MB read once)')
    whole = [measured([*mine, '1', ours])[0], measured([*peer, '0', theirs, next(iter(VARIANTS))], stdout=subprocess.PIPE)[0]]
    print(f'whole process, one index: numpy {whole[1]:.2f} CPU s, makazi {whole[0]:.2f} CPU s (reading the file above all)')
    print(f'sum of scores: numpy {sums[0]:,.8f}, makazi {sums[1]:,.8f}; largest relative difference {apart:.1e}')
    return apart <= 1e-9 and least['numpy, places x indicators'] >= 20 * least['makazi']


def timed(run):
    start = time.process_time()
    run()
    return time.process_time() - start


def drawn(work, program):
    table, ours, theirs, points = (str(work / f'draws_{name}.f64') for name in ['table', 'makazi', 'numpy', 'points'])
    make(table, 1000)
    mine, peer = [], []
    for _ in range(ROUNDS):
        mine.append(measured([program, 'draws', table, '1000', str(DRAWS), ours, points])[0])
        run = [sys.executable, __file__, 'peer-draws', table, '1000', points, theirs]
        peer.append(json.loads(measured(run, stdout=subprocess.PIPE)[3]))
    different = np.count_nonzero(np.abs(np.fromfile(ours) - np.fromfile(theirs).ravel()) > 1e-9)
    print(f'numpy, all draws at once {min(peer):.2f} CPU s; makazi {min(mine):.2f} CPU s (whole process, drawing as well)')
    print(f'rank intervals that differ: {different} of {3 * 1000}')
    return different == 0


if __name__ == '__main__':
    warnings.simplefilter('ignore', RuntimeWarning)
    if sys.argv[1] == 'peer-index':
        peer_index(*sys.argv[2:])
    elif sys.argv[1] == 'peer-draws':
        peer_draws(*sys.argv[2:])
    else:
        work, program = Path(sys.argv[1]), example()
        held = [beside(work, program), drawn(work, program)]
        if not all(held):
            sys.exit('the bar was missed')
