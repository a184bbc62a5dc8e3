"""The resource-technology network of the bench folder (gen.py, run there) as the plain files of docs/networks.md.

Usage: rtn_files.py FOLDER_OF_GEN OUT [KM]   (KM: links shorter than this; none: all pairs)
"""
import csv
import os
import sys
sys.path.insert(0, sys.argv[1])
import numpy as np
from gen import make, RES, TEC

out, km = sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else None
os.makedirs(out, exist_ok=True)
d = make()
I, t, T = d['dist'].shape[0], d['D'].shape[2], d['D'].shape[3]
A = [(i, j) for i in range(I) for j in range(I) if i != j and (km is None or d['dist'][i, j] < km)]
place = [f'p{i}' for i in range(I)]
tech = [x[0] for x in TEC]


def write(name, header, rows):
    with open(os.path.join(out, name), 'w', newline='') as f:
        w = csv.writer(f)
        w.writerow(header.split(','))
        w.writerows(rows)


open(os.path.join(out, 'network.toml'), 'w').write('name = "bench"\ntime_unit = "h"\n[[objective]]\nminimise = { cost = 1 }\n')
write('periods.csv', 'period,start_year,years,factor', [(f'T{k}', 2025 + 5 * k, 5, float(d['df'][k])) for k in range(T)])
write('minor_periods.csv', 'minor,span', [(f't{m}', 8760 / t) for m in range(t)])
write('metrics.csv', 'metric,unit,discounted', [('cost', 'USD', 'yes')])
write('resources.csv', 'resource,unit,surplus', [(r, 'unit', 'yes' if d['disposable'][i] and r != 'effluent_untreated' else 'no') for i, r in enumerate(RES)])
write('places.csv', 'place', [(p,) for p in place])
write('technologies.csv', 'technology,capacity,whole,most', [(n, float(d['cap'][j]), 'yes', 200) for j, n in enumerate(tech)])
write('coefficients.csv', 'technology,resource,amount', [(tech[j], RES[r], float(d['mu'][j, r])) for j, r in zip(*np.nonzero(d['mu']))])
costs = [('cost', 'technology', n, 'unit', float(d['capex'][j])) for j, n in enumerate(tech)]
costs += [('cost', 'technology', n, 'activity', float(d['opex'][j])) for j, n in enumerate(tech)]
costs += [('cost', 'resource', RES[r], 'import', float(d['impc'][r])) for r in np.nonzero(d['impc'])[0]]
transports = []
for r, name in enumerate(RES):
    if d['movable'][r]:
        piped = r in d['piped']
        transports.append((f'move_{name}', name, 'yes' if piped else 'no', d['pipecap'] if piped else '', float(d['loss'][r]), T if piped else 1, 1))
        costs.append(('cost', 'transport', f'move_{name}', 'moved_km', float(d['fc'][r] / 10)))
        if piped:
            costs.append(('cost', 'transport', f'move_{name}', 'km', float(d['pipecapex'][d['piped'].index(r)])))
write('transports.csv', 'transport,resource,build,capacity,loss_per_link,most,most_new', transports)
write('links.csv', 'from,to,transport,length_km', [(place[i], place[j], 'all', float(d['dist'][i, j])) for i, j in A])
write('costs.csv', 'metric,kind,id,per,amount', costs)
rows = [(place[i], RES[r], float(d['D'][r, i, m, k]), f'T{k}', f't{m}') for r, i, m, k in zip(*np.nonzero(d['D']))]
write('demands.csv', 'place,resource,amount,period,minor', rows)
imports = []
for r, i in zip(*np.nonzero(d['imp'].max(axis=(2, 3)))):
    imports.append((RES[r], place[i], float(d['imp'][r, i, 0, 0])))
write('imports.csv', 'resource,place,most', imports)
write('exports.csv', 'resource', [('effluent_untreated',)])
write('stock.csv', 'technology,place,working', [(tech[j], place[i], float(d['N0'][i, j])) for i, j in zip(*np.nonzero(d['N0']))])
hours = 8760 / t * 5
write('limits.csv', 'what,id,period,minor,most', [('export', 'effluent_untreated', f'T{k}', f't{m}', float(d['effcap'][k] * hours)) for k in range(T) for m in range(t)])
