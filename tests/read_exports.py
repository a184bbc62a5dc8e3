#!/usr/bin/env python3
"""Reads an export with other people's programs.

    /usr/bin/python3 tests/read_exports.py qgis FOLDER        every CSV, the workbook and the city file, in QGIS
    VENV/bin/python  tests/read_exports.py tables FOLDER      frictionless, pyarrow and openpyxl; see tests/setup.sh

Fails where one does not open, or holds other numbers than the CSV.
"""

import csv
import json
import os
import sys

csv.field_size_limit(1 << 30)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def qgis(folder):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from qgis.core import QgsApplication, QgsVectorLayer

    app = QgsApplication([], False)
    app.initQgis()
    tables = os.path.join(folder, "csv")
    for name in sorted(os.listdir(tables)):
        if not name.endswith(".csv"):
            continue
        found = rows(os.path.join(tables, name))
        header = next(csv.reader(open(os.path.join(tables, name), encoding="utf-8", newline="")))
        # delimited text has one kind of shape a layer
        uri = f"file://{os.path.abspath(tables)}/{name}?delimiter=,&crs=EPSG:4326&detectTypes=yes"
        if "wkt" in header:
            uris = [f"{uri}&wktField=wkt&geomType={kind}" for kind in ("point", "line", "polygon")]
            expected = sum(1 for row in found if row["wkt"])
        elif header[-2:] == ["longitude", "latitude"]:
            uris = [f"{uri}&xField=longitude&yField=latitude"]
            expected = sum(1 for row in found if row["longitude"])
        else:
            uris, expected = [f"{uri}&geomType=none"], len(found)
        layers = [QgsVectorLayer(uri, name, "delimitedtext") for uri in uris]
        assert any(layer.isValid() for layer in layers), f"{name}: QGIS does not open it"
        drawn = uris[0] != f"{uri}&geomType=none"
        features = [feature for layer in layers if layer.isValid() for feature in layer.getFeatures()]
        count = sum(1 for feature in features if feature.hasGeometry() or not drawn)
        assert count == expected, f"{name}: QGIS counts {count}, the file has {expected}"
        print(f"{name}: {count} rows")
    book = QgsVectorLayer(os.path.join(folder, "city.xlsx") + "|layername=Observations", "book", "ogr")
    assert book.isValid(), "city.xlsx: QGIS does not open it"
    assert book.featureCount() == len(rows(os.path.join(tables, "observations.csv")))
    del book, layers, features
    app.exitQgis()


def near(text, number):
    return (text == "") == (number is None) and (text == "" or float(text) == number)


def tables(folder):
    import openpyxl
    import pyarrow.parquet
    from frictionless import Package

    path = os.path.join(folder, "csv", "datapackage.json")
    report = Package(path).validate()
    assert report.valid, report.flatten(["type", "note", "rowNumber", "fieldName"])[:5]
    listed = json.load(open(path, encoding="utf-8"))["resources"]
    print(f"frictionless: {len(listed)} tables are as described")
    observed = rows(os.path.join(folder, "csv", "observations.csv"))
    columns = pyarrow.parquet.read_table(os.path.join(folder, "geoparquet", "observations.parquet")).to_pylist()
    assert len(columns) == len(observed)
    for ours, theirs in zip(observed, columns):
        assert ours["id"] == theirs["id"] and (ours["gap"] or None) == theirs["gap"], ours["id"]
        assert all(near(ours[end], theirs[end]) for end in ("value", "low", "high")), ours["id"]
    for name in sorted(os.listdir(os.path.join(folder, "geoparquet"))):
        file = pyarrow.parquet.ParquetFile(os.path.join(folder, "geoparquet", name))
        metadata = file.schema_arrow.metadata or {}
        if "geometry" in file.schema_arrow.names:
            geo = json.loads(metadata[b"geo"])
            assert geo["version"].startswith("1.") and geo["primary_column"] == "geometry", name
    print(f"pyarrow: {len(columns)} observations with the same numbers")
    book = openpyxl.load_workbook(os.path.join(folder, "city.xlsx"))
    sheet = book["Observations"]
    header = [cell.value for cell in sheet[1]]
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref.startswith("A1:")
    at = {name: header.index(name) for name in ("id", "value", "low", "high", "gap")}
    found = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(found) == len(observed)
    for ours, theirs in zip(observed, found):
        assert theirs[at["id"]] == ours["id"]
        assert all(near(ours[end], theirs[at[end]]) for end in ("value", "low", "high")), ours["id"]
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row), f"{sheet.title}: a formula"
    print(f"openpyxl: sheets {', '.join(book.sheetnames)}")


if __name__ == "__main__":
    {"qgis": qgis, "tables": tables}[sys.argv[1]](sys.argv[2])
