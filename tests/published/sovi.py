"""SoVI of the ASEM pillars by numpy's singular values, apart from Makazi's code: prints what sovi.rs expects.

usage: sovi.py FOLDER_OF_REFERENCE_FILES (that holds coinr/golden_full_example.csv)
"""
import csv, sys
import numpy as np

PILLARS = ['Physical', 'ConEcFin', 'Political', 'Instit', 'P2P', 'Environ', 'Social', 'SusEcFin']
LOWERS = {'Environ'}


def varimax(loadings):
    lengths = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    rows, rotation, before = loadings / lengths, np.eye(loadings.shape[1]), 0
    for _ in range(100):
        turned = rows @ rotation
        u, s, v = np.linalg.svd(rows.T @ (turned**3 - turned * (turned**2).mean(axis=0)))
        rotation = u @ v
        if before and s.sum() / before < 1 + 1e-6:
            break
        before = s.sum()
    return rows @ rotation * lengths


def sovi(x, signs):
    z = (x - x.mean(axis=0)) / x.std(axis=0) * signs
    values, vectors = np.linalg.eigh(np.cov(z.T))
    loadings = vectors[:, values > 1] * np.sqrt(values[values > 1])
    loadings = varimax(loadings * np.where(loadings.sum(axis=0) < 0, -1, 1))
    loadings = loadings[:, np.argsort(-(loadings**2).sum(axis=0))]
    loadings = loadings * np.where(loadings.sum(axis=0) < 0, -1, 1)
    factors = z @ loadings @ np.linalg.inv(loadings.T @ loadings)
    return loadings, factors.sum(axis=1)


with open(f'{sys.argv[1]}/coinr/golden_full_example.csv', newline='') as file:
    rows = list(csv.DictReader(file))
x = np.array([[float(row[pillar]) for pillar in PILLARS] for row in rows])
loadings, scores = sovi(x, np.array([-1 if pillar in LOWERS else 1 for pillar in PILLARS]))
for column in loadings.T:
    print('variance', f'{(column**2).sum():.12f}', 'loadings', *(f'{v:.12f}' for v in column))
for row, score in zip(rows, scores):
    print(row['uCode'], f'{score:.12f}')
