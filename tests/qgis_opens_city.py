#!/usr/bin/python3
"""Opens every layer of a city file in QGIS, asks for its own style, and draws the city.

    /usr/bin/python3 tests/qgis_opens_city.py CITY.gpkg OUT.png [LAYER,LAYER,...]

Needs the package python3-qgis; runs without a screen. Fails where a layer does not open, is not the kind of layer that the
file says, or has no style of its own. Draws the layers named, or all, areas below lines below points.
"""

import os
import sqlite3
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    QgsApplication,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QSize  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

BOTTOM = ["districts", "cells", "cities"]
RENDERERS = {"singleSymbol", "graduatedSymbol", "categorizedSymbol"}


def listed(path):
    """Name, kind, title and rows of every table that the file lists."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        rows = db.execute("SELECT table_name, data_type, identifier FROM gpkg_contents").fetchall()
        styles = dict(db.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault").fetchall())
        rows = [(name, kind, title, db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name, kind, title in rows]
    return rows, styles


def opened(path, name, kind, count, styles):
    layer = QgsVectorLayer(f"{path}|layername={name}", name, "ogr")
    assert layer.isValid(), f"{name}: QGIS does not open it"
    assert layer.featureCount() == count, f"{name}: QGIS counts {layer.featureCount()} features, the table has {count}"
    ids = [feature.id() for feature in layer.getFeatures()]
    assert len(ids) == len(set(ids)) == count, f"{name}: {len(ids)} features read, {len(set(ids))} of them told apart"
    if kind == "attributes":
        return layer
    message, styled = layer.loadDefaultStyle()
    assert name in styles, f"{name}: no style in layer_styles"
    assert styled, f"{name}: its style was not taken: {message}"
    renderer = layer.renderer()
    expected = next(known for known in RENDERERS if f'renderer-v2 type="{known}"' in styles[name])
    assert renderer.type() == expected, f"{name}: renderer {renderer.type()}, expected {expected}"
    if expected == "graduatedSymbol":
        assert renderer.ranges(), f"{name}: no classes"
        assert layer.fields().indexOf(renderer.classAttribute().strip('"')) >= 0, f"{name}: no column {renderer.classAttribute()}"
    if expected == "categorizedSymbol":
        assert renderer.categories(), f"{name}: no categories"
        assert layer.fields().indexOf(renderer.classAttribute().strip('"')) >= 0, f"{name}: no column {renderer.classAttribute()}"
    return layer


def drawn(layers, path):
    layers = sorted(layers, key=lambda layer: (layer.geometryType(), BOTTOM.index(layer.name()) if layer.name() in BOTTOM else -1))
    extent = None
    for layer in layers:
        if layer.extent().isEmpty() and layer.featureCount() != 1:
            continue
        extent = layer.extent() if extent is None else extent
        extent.combineExtentWith(layer.extent())
    settings = QgsMapSettings()
    settings.setLayers(layers)
    settings.setBackgroundColor(QColor("white"))
    settings.setOutputSize(QSize(1200, 900))
    settings.setDestinationCrs(layers[0].crs())
    extent.scale(1.05)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    assert not job.errors(), [error.message for error in job.errors()]
    image = job.renderedImage()
    colours = {image.pixel(x, y) for x in range(0, 1200, 3) for y in range(0, 900, 3)}
    assert len(colours) > 2, "the map is empty"
    assert image.save(path), f"{path} cannot be written"


def check(path, picture, wanted):
    rows, styles = listed(path)
    on_map = []
    for name, kind, title, count in rows:
        layer = opened(path, name, kind, count, styles)
        if kind == "features":
            shape = QgsWkbTypes.displayString(layer.wkbType())
            print(f"{name}: {title}, {count} features, {shape}, {layer.renderer().type()}")
            if wanted is None or name in wanted:
                on_map.append(layer)
        else:
            print(f"{name}: {title}, {count} rows")
    folder = os.path.join(os.path.dirname(os.path.abspath(path)), "rasters")
    for file in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        if file.endswith(".tif"):
            raster = QgsRasterLayer(os.path.join(folder, file), file)
            assert raster.isValid(), f"rasters/{file}: QGIS does not open it"
            print(f"rasters/{file}: {raster.width()} x {raster.height()}, {raster.crs().authid() or 'its own reference system'}")
    drawn(on_map, picture)


def main():
    path, picture = sys.argv[1:3]
    wanted = sys.argv[3].split(",") if len(sys.argv) > 3 else None
    qgis = QgsApplication([], False)
    qgis.initQgis()
    check(path, picture, wanted)
    qgis.exitQgis()


if __name__ == "__main__":
    main()
