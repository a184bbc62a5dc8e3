#!/usr/bin/python3
"""Opens every collection of an OGC API address in QGIS, counts its features, and asks for some by a box and by a column.

    /usr/bin/python3 tests/serve/qgis_reads.py http://127.0.0.1:8750 LAYER=COUNT ... -- LAYER COLUMN VALUE COUNT WEST SOUTH EAST NORTH COUNT

Needs the package python3-qgis; runs without a screen. Pages are of 200 features, so that larger layers come in several.
"""

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer  # noqa: E402


def opened(base, name, where=""):
    uri = f"url='{base}/ogc' typename='{name}' pageSize='200'" + (f" sql={where}" if where else "")
    layer = QgsVectorLayer(uri, name, "OAPIF")
    assert layer.isValid(), f"{name}: QGIS does not open it"
    return layer


def read(layer, request=None):
    return [feature.id() for feature in (layer.getFeatures(request) if request else layer.getFeatures())]


def check(base, counts, name, column, value, chosen, *box):
    *box, boxed = box
    for one in counts:
        layer_name, count = one.split("=")
        layer = opened(base, layer_name)
        ids = read(layer)
        assert len(set(ids)) == len(ids) == int(count), f"{layer_name}: {len(ids)} features read, {count} there"
        print(f"{layer_name}: {len(ids)} features")
    layer = opened(base, name)
    found = read(layer, QgsFeatureRequest().setFilterExpression(f"\"{column}\" = '{value}'"))
    assert len(found) == int(chosen), f"{name}: {len(found)} with {column} {value}, {chosen} expected"
    request = QgsFeatureRequest().setFilterRect(QgsRectangle(*map(float, box)))
    # a box is asked exactly, so that only what meets it comes
    found = read(layer, request.setFlags(QgsFeatureRequest.ExactIntersect))
    assert len(found) == int(boxed), f"{name}: {len(found)} in {box}, {boxed} expected"
    print(f"{name}: {chosen} with {column} {value}, {boxed} in the box")


def main():
    base, rest = sys.argv[1], sys.argv[2:]
    qgis = QgsApplication([], False)
    qgis.initQgis()
    # layers end before QGIS does
    check(base, rest[: rest.index("--")], *rest[rest.index("--") + 1 :])
    qgis.exitQgis()


if __name__ == "__main__":
    main()
