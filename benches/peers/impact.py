"""A million things x a thousand events beside CLIMADA, in one run: same files, CPU seconds and memory of each whole process.

usage: impact.py BENCH_DIR WORK_DIR

BENCH_DIR holds synth_gen.py, which makes the cases: A with footprints of 1 % (2.4 million cells reached), B of 10 % (21 million).
Run with a Python that has numpy; cargo is on the path. With CLIMADA_PYTHON, a Python that has climada 6.1, CLIMADA runs beside; else its
published figures are compared. Both read the same .npy files, assign each thing to the nearest cell,
and give impact by event and expected annual impact by thing. Fails if any of these differs by more than 1e-9 of itself, if Makazi's
impact takes more than a seventh or its process more than a tenth of the CPU, or if it needs more than 300 MB.
"""
import json, os, subprocess, sys, time, types, warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from measured import measured

# share of the cells that an event reaches, expected annual impact, CPU seconds of CLIMADA's process and impact as published
CASES = {'A': ('0.01', 484_256_662.7707136, 13.0, 1.0), 'B': ('0.1', 4_477_802_033.834086, 19.0, 7.4)}
ROUNDS, IMPACT, PROCESS, MEMORY = 2, 7, 10, 300


def peer(case, result):
    # CLIMADA imports GDAL for night lights alone, which are not read here: a stand-in saves building it.
    sys.modules['osgeo'] = types.ModuleType('osgeo')
    sys.modules['osgeo'].gdal = sys.modules['osgeo.gdal'] = types.ModuleType('osgeo.gdal')
    import numpy as np
    from scipy import sparse
    from climada.engine import ImpactCalc
    from climada.entity import Exposures, ImpactFunc, ImpactFuncSet
    from climada.hazard import Centroids, Hazard

    load = lambda name: np.load(f'{case}/{name}.npy')
    steps = [time.process_time()]
    step = lambda: steps.append(time.process_time())
    centroids = Centroids(lat=load('cent_lat'), lon=load('cent_lon'))
    frequency = load('frequency')
    intensity = sparse.csr_matrix((load('haz_data'), load('haz_indices'), load('haz_indptr')), shape=(frequency.size, centroids.size))
    events = np.arange(1, frequency.size + 1)
    hazard = Hazard('FL', units='m', centroids=centroids, event_id=events, event_name=[str(e) for e in events], date=events,
                    orig=np.ones(frequency.size, bool), frequency=frequency, intensity=intensity, fraction=sparse.csr_matrix(intensity.shape))
    points = load('impf_intensity')
    functions = ImpactFuncSet([ImpactFunc(haz_type='FL', id=k, intensity=points, mdd=mdd, paa=np.ones_like(points), intensity_unit='m', name=str(k))
                               for k, mdd in enumerate(load('impf_mdd'), 1)])
    things = Exposures(data={'value': load('exp_value'), 'impf_FL': load('exp_impf')}, lat=load('exp_lat'), lon=load('exp_lon'))
    step()
    things.assign_centroids(hazard)
    step()
    impact = ImpactCalc(things, functions, hazard).impact(save_mat=False, assign_centroids=False)
    step()
    np.concatenate([impact.at_event, impact.eai_exp]).tofile(result)
    took = dict(zip(['read', 'assign', 'impact'], np.diff(steps)))
    print(json.dumps({**took, 'expected': impact.aai_agg}))


def example():
    build = ['cargo', 'build', '--release', '--package', 'risk', '--example', 'impact_bench', '--message-format', 'json']
    project = Path(__file__).resolve().parents[2]
    messages = subprocess.run(build, cwd=project, check=True, text=True, stdout=subprocess.PIPE).stdout
    built = [json.loads(line) for line in messages.splitlines()]
    return next(one['executable'] for one in built if one.get('target', {}).get('name') == 'impact_bench')


def run(command):
    cpu, _, memory, output = measured(command, stdout=subprocess.PIPE)
    return {'process': cpu, 'memory': memory, **json.loads(output.splitlines()[-1])}


def least(runs):
    return {name: min(one[name] for one in runs) for name in runs[0]}


def apart(ours, theirs):
    import numpy as np
    found, expected = np.fromfile(ours), np.fromfile(theirs)
    if found.size != expected.size:
        sys.exit('results are not equally long')
    return np.max(np.abs(found - expected) / np.maximum(np.abs(expected), 1e-300))


def beside(program, bench, work, name):
    fraction, known, process, impact = CASES[name]
    case, ours, theirs = work / f'impact_{name}', str(work / 'impact_makazi.f64'), str(work / 'impact_climada.f64')
    if not (case / 'meta.json').exists():
        subprocess.run([sys.executable, bench / 'synth_gen.py', case, '1000000', '1000', '500', fraction], check=True)
    climada = os.environ.get('CLIMADA_PYTHON')
    peers, mines = [], []
    for _ in range(ROUNDS):
        mines.append(run([program, str(case), ours]))
        if climada:
            peers.append(run([climada, __file__, 'peer', str(case), theirs]))
    makazi, difference = least(mines), 0.0
    show(name, 'Makazi', makazi)
    if climada:
        peer, difference = least(peers), apart(ours, theirs)
        show(name, 'CLIMADA', peer)
        process, impact = peer['process'], peer['impact']
        print(f'{name}  largest relative difference by event or thing {difference:.1e}')
    off = abs(makazi['expected'] / known - 1)
    print(f'{name}  expected {makazi["expected"]:,.4f}, {off:.1e} off')
    times = process / makazi['process'], impact / makazi['impact']
    print(f'{name}  process {times[0]:.1f} times less, impact {times[1]:.1f} times less{"" if climada else " than published"}')
    return times[0] >= PROCESS and times[1] >= IMPACT and makazi['memory'] <= MEMORY and max(difference, off) <= 1e-9


def show(name, who, one):
    steps = ', '.join(f'{step} {one[step]:.3f}' for step in ['read', 'assign', 'impact'])
    print(f'{name}  {who:8}{one["process"]:7.2f} CPU s ({steps}), {one["memory"]:6.0f} MB')


if __name__ == '__main__':
    warnings.simplefilter('ignore')
    if sys.argv[1] == 'peer':
        peer(*sys.argv[2:])
    else:
        bench, work = (Path(one).resolve() for one in sys.argv[1:3])
        program = example()
        held = [beside(program, bench, work, name) for name in CASES]
        if not all(held):
            sys.exit('the bar was missed')
