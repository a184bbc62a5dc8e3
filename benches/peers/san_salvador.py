"""San Salvador, impacts, cost-benefit and Sobol indices, beside CLIMADA in one run: CPU seconds and memory of whole processes.

usage: san_salvador.py REFERENCE_DIR [CLIMADA_PYTHON]     Run with a Python that has numpy and openpyxl; cargo is on the path.
       san_salvador.py own REFERENCE_DIR                  Our own assumptions, house by house in numpy, as JSON.
       san_salvador.py climada REFERENCE_DIR [RUNS]       What CLIMADA does, run by its Python; RUNS impacts of Sobol points.

Fails if a figure differs by more than 1e-6 of itself, or a bar is missed. Without CLIMADA_PYTHON, against its published figures.
"""
import json, os, subprocess, sys
from pathlib import Path

os.environ.setdefault('OPENBLAS_NUM_THREADS', '1')
PERIODS = [2, 5, 10, 25, 50, 100]
GROWTH = 1.02 ** 25
BARS = {'published': (0.5, 100), 'indices': (0.3, 100), 'bands': (20.0, 100)}  # CPU s (10 s on two cores), MB


def study(folder):
    import numpy as np, openpyxl
    book = openpyxl.load_workbook(folder / 'entity.xlsx', read_only=True, data_only=True)
    sheet = lambda name: [row for row in book[name].iter_rows(values_only=True)]
    functions = {}
    for row in sheet('impact_functions')[1:]:
        functions.setdefault(row[0], []).append(row[1:4])
    head, *rows = sheet('measures')
    measures = [dict(zip(head, row)) for row in rows if row[0]]
    lines = (folder / 'houses_and_depths.csv').read_text().splitlines()
    houses = np.array([[float(x or 'nan') for x in line.split(',')] for line in lines[1:]])
    depths = [[houses[:, lines[0].split(',').index(f'd{year}_rp{period}')] for period in PERIODS] for year in (2015, 2040)]
    return houses, {k: np.array(v, float).T for k, v in functions.items()}, measures, depths


def own(folder):
    """Log-linear with a flat tail; depth x a + b; events up to five years kept out; costs of 2015; all six together."""
    import numpy as np
    houses, functions, measures, depths = study(folder)
    value, function = houses[:, 3], houses[:, 6]

    def annual(depths, change, out, growth):
        losses = []
        for period, depth in zip(PERIODS, depths):
            loss = 0.0
            for number in (101, 102):
                x, mdd, paa = functions[number]
                own = function == number
                at = change(depth[own])
                loss += (value[own] * np.interp(at, x, mdd) * np.interp(at, x, paa)).sum()
            losses.append(0.0 if period <= out else growth * loss)
        total = losses[-1] / PERIODS[-1]
        for (p, a), (q, b) in zip(zip(PERIODS, losses), zip(PERIODS[1:], losses[1:])):
            f, g = 1 / p, 1 / q  # integral over frequency of a loss that is linear in its logarithm
            slope = (a - b) / np.log(f / g)
            total += b * (f - g) + slope * (f * np.log(f / g) - (f - g))
        return total

    def worth(change, out):
        now, then = annual(depths[0], change, out, 1.0), annual(depths[1], change, out, GROWTH)
        yearly = [now + (then - now) * t for t in np.linspace(0, 1, 26)]
        return now, then, sum(x / 1.02 ** year for year, x in enumerate(yearly))

    now, then, without = worth(lambda d: d, 0)
    found = {'2015': now, '2040': then, 'worth': without}
    changes = [(m['hazard intensity impact a'], m['hazard intensity impact b']) for m in measures]
    less = lambda a, b: lambda d: np.maximum(a * d + b, 0)
    for measure, change in zip(measures, changes):
        found[f'benefit {measure["name"]}'] = without - worth(less(*change), 5)[2]

    def together(depth):
        for a, b in changes:
            depth = a * depth + b
        return np.maximum(depth, 0)

    found['benefit all together'] = without - worth(together, 5)[2]
    return found


def climada(folder, runs):
    """Impacts and cost-benefit; with runs, the impact at that many Sobol points (intensity, value) more."""
    import warnings
    warnings.simplefilter('ignore')
    import logging
    logging.disable(logging.WARNING)
    import types
    import numpy as np
    from scipy import sparse
    try:
        import osgeo.gdal
    except ImportError:  # night lights, which this case has not
        sys.modules['osgeo'] = types.SimpleNamespace(gdal=None)
    from climada.engine import CostBenefit, ImpactCalc
    from climada.engine.cost_benefit import risk_aai_agg
    from climada.entity import DiscRates, Entity, Exposures, ImpactFunc, ImpactFuncSet
    from climada.entity.measures import Measure, MeasureSet
    from climada.hazard import Centroids, Hazard
    houses, functions, sheet, depths = study(folder)
    centroids = Centroids(lat=houses[:, 0], lon=houses[:, 1])

    def hazard(depths):
        intensity = sparse.csr_matrix(np.array(depths))
        return Hazard('FL', units='m', centroids=centroids, event_id=np.arange(1, 7), event_name=[str(p) for p in PERIODS],
                      date=np.ones(6, int), orig=np.ones(6, bool), frequency=1 / np.array(PERIODS, float), intensity=intensity,
                      fraction=sparse.csr_matrix(intensity.shape))

    def exposures(year, growth):
        data = {'value': houses[:, 3] * growth, 'impf_FL': houses[:, 6].astype(int), 'centr_FL': np.arange(len(houses))}
        return Exposures(data=data, lat=houses[:, 0], lon=houses[:, 1], ref_year=year, value_unit='USD')

    curves = ImpactFuncSet([ImpactFunc(haz_type='FL', id=k, intensity=functions[k][0], mdd=functions[k][1],
                                       paa=functions[k][2], intensity_unit='m', name=str(k)) for k in (101, 102)])
    measures = MeasureSet([Measure(name=m['name'], haz_type='FL', cost=m['cost'], color_rgb=np.zeros(3),
                                   hazard_inten_imp=(m['hazard intensity impact a'], m['hazard intensity impact b']),
                                   hazard_freq_cutoff=m['hazard high frequency cutoff']) for m in sheet])
    rates = DiscRates(years=np.arange(2015, 2041), rates=np.full(26, 0.02))
    entity = lambda year, growth: Entity(exposures(year, growth), rates, curves, measures)
    now, then = entity(2015, 1.0), entity(2040, GROWTH)
    hazards = [hazard(of) for of in depths]
    impact = ImpactCalc(now.exposures, curves, hazards[0]).impact(assign_centroids=False, save_mat=False)
    result = CostBenefit()
    sys.stdout = open(os.devnull, 'w')
    result.calc(hazards[0], now, haz_future=hazards[1], ent_future=then, future_year=2040, risk_func=risk_aai_agg,
                imp_time_depen=1, save_imp=True, assign_centroids=False)
    sys.stdout = sys.__stdout__
    found = {'2015': impact.aai_agg, 'worth': result.tot_climate_risk}
    found |= {f'2015 event {at}': loss for at, loss in enumerate(impact.at_event, 1)}
    found |= {f'benefit {name}': value for name, value in result.benefit.items()}
    found |= {f'cost_benefit {name}': value for name, value in result.cost_ben_ratio.items()}
    if runs:
        import time
        from scipy.stats import qmc
        points = qmc.scale(qmc.Sobol(2, seed=2026).random(runs), [0.8, 0.8], [1.2, 1.2])
        start = time.process_time()
        for factor, worth in points:
            other = exposures(2015, worth)
            drawn = hazard(depths[0])
            drawn.intensity = drawn.intensity * factor
            ImpactCalc(other, curves, drawn).impact(assign_centroids=False, save_mat=False)
        found['runs_cpu_s'] = time.process_time() - start
    return {name: float(value) for name, value in found.items()}


def program():
    build = ['cargo', 'build', '--release', '--package', 'risk', '--example', 'san_salvador_bench', '--message-format', 'json']
    project = Path(__file__).resolve().parents[2]
    messages = subprocess.run(build, cwd=project, check=True, text=True, stdout=subprocess.PIPE).stdout
    built = [json.loads(line) for line in messages.splitlines()]
    return next(one['executable'] for one in built if one.get('target', {}).get('name') == 'san_salvador_bench')


def published(folder):
    known = json.loads((folder / 'expected.json').read_text())
    found = {'2015': known['aai_2015'], '2040': known['aai_2040_dev_cc'], 'worth': known['tot_climate_risk']}
    found |= {f'2015 event {at}': loss for at, loss in enumerate(known['at_event_2015'], 1)}
    found |= {f'benefit {name}': value for name, value in known['benefit'].items()}
    return found | {f'cost_benefit {name}': value for name, value in known['cost_ben_ratio'].items()}


def apart(figures, others):
    return max(abs(figures[name] / value - 1) for name, value in others.items() if name != 'runs_cpu_s')


def beside(folder, peer):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from measured import measured
    mine, held, figures = program(), True, {}
    tasks = {'published': [], 'own': [], 'indices': ['64'], 'bands': ['10000']}
    for what, draws in tasks.items():
        cpu, wall, memory, output = min((measured([mine, folder, what, *draws], stdout=subprocess.PIPE) for _ in range(3)))
        found = json.loads(output)
        if 'figures' in found:
            figures[what] = dict(zip(found['names'], found['figures']))
            benefits = [name for name in figures[what] if name.startswith('benefit_cost ')]
            figures[what] |= {name.replace('benefit_cost', 'cost_benefit'): 1 / figures[what][name] for name in benefits}
        within = what not in BARS or (cpu < BARS[what][0] and memory < BARS[what][1])
        held &= within
        print(f'makazi {what:9} {" ".join(draws):6} {cpu:6.3f} CPU s {wall:6.3f} s {memory:5.0f} MB{"" if within else "  MISSED"}')
    others = [('published', published(folder), 'the study'), ('own', own(folder), 'numpy, house by house')]
    if peer:
        for runs in ([], ['320']):
            cpu, wall, memory, output = measured([peer, __file__, 'climada', folder, *runs], stdout=subprocess.PIPE)
            found = json.loads(output.splitlines()[-1])
            inside = f', of which {runs[0]} impacts {found["runs_cpu_s"]:.2f}' if runs else ''
            print(f'CLIMADA {" ".join(runs):16} {cpu:6.2f} CPU s {wall:6.2f} s {memory:5.0f} MB{inside}')
        others.append(('published', found, 'CLIMADA'))
    for what, values, whose in others:
        different = apart(figures[what], values)
        held &= different <= 1e-6
        print(f'{len(values)} figures ({what}) beside {whose}: {different:.1e} apart at most')
    return held


if __name__ == '__main__':
    mode, *rest = sys.argv[1:]
    if mode == 'own':
        print(json.dumps(own(Path(rest[0]))))
    elif mode == 'climada':
        print(json.dumps(climada(Path(rest[0]), int(rest[1]) if len(rest) > 1 else 0)))
    elif not beside(Path(mode) / 'san_salvador', rest[0] if rest else None):
        sys.exit('the bar was missed, or a figure differs')
