"""Figures of the three real cities straight from their files, by GDAL and numpy, to check `makazi assess` against.

Usage: real_cities.py DATA cape_town|accra|jakarta      (DATA is the folder with manifest.csv; answers in JSON)

Nothing of makazi is used. Areas are measured in a cylindrical equal-area projection (EPSG:6933), which is exact for areas
but for the straightness of long edges; makazi measures geodesically.
"""

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")


def system(code):
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(code)
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


EQUAL_AREA = system(6933)


def shapes(path, keep=lambda _: True):
    """Features of a file: fields, and the geometry in the equal-area projection."""
    source = ogr.Open(str(path))
    layer = source.GetLayer()
    reference = layer.GetSpatialRef()
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    change = osr.CoordinateTransformation(reference, EQUAL_AREA)
    found = []
    for feature in layer:
        fields = feature.items()
        geometry = feature.GetGeometryRef()
        if geometry is None or not keep(fields):
            continue
        geometry = geometry.Clone()
        geometry.Transform(change)
        found.append((fields, geometry if geometry.IsValid() else geometry.MakeValid()))
    return found


class Index:
    """Boxes of geometries, to be asked which touch a box."""

    def __init__(self, geometries):
        self.boxes = np.array([g.GetEnvelope() for g in geometries]).reshape(-1, 4)

    def near(self, geometry):
        west, east, south, north = geometry.GetEnvelope()
        b = self.boxes
        return np.nonzero((b[:, 0] <= east) & (b[:, 1] >= west) & (b[:, 2] <= north) & (b[:, 3] >= south))[0]


FORMAL = {"Formal", "Semi-det", "Flats", "Cluster"}
DWELLINGS = {"Formal": "Formal house", "Semi-det": "Semi-detached house", "Flats": "Flats", "Cluster": "Cluster house",
             "Informal": "Informal dwelling", "Informal Backyard": "Informal dwelling in a backyard", "#N/A": "Not stated"}


def toilets_of(fields):
    """Toilets of a settlement of Cape Town; none where its homes are formal and no toilet was counted: they stand inside."""
    toilets = fields["Tlt_Total"]
    return None if toilets is None or toilets == 0 and fields["DwellType_"] in FORMAL else toilets


def toilets_by_dwelling(settlements):
    """People to a toilet by type of dwelling, over settlements whose people and toilets are both known."""
    groups = defaultdict(lambda: {"settlements": 0, "people": 0, "toilets": 0})
    for fields, _ in settlements:
        people, toilets = fields["Popn"] or 0, toilets_of(fields)
        if people > 0 and toilets is not None:
            group = groups[DWELLINGS[fields["DwellType_"]]]
            group["settlements"] += 1
            group["people"] += people
            group["toilets"] += toilets
    return {name: {**group, "ratio": group["people"] / group["toilets"]} for name, group in groups.items()}


def worst_served(settlements):
    """Scores of the chain cities/cape_town/chains/worst_served.toml, whose thresholds are repeated here by hand: exposure and
    vulnerability of each settlement whose people are known. A household of over thirty is taken for an error."""
    def scale(value, low, high):
        return min(1.0, max(0.0, (value - low) / (high - low)))

    places = {}
    for fields, shape in settlements:
        people, households, toilets = fields["Popn"] or 0, fields["HHs"] or 0, toilets_of(fields)
        if people <= 0:
            continue
        sensitivity = []
        if toilets is not None:
            sensitivity.append(scale(people / toilets, 20, 200) if toilets > 0 else 1.0)
        if households > 0 and 1 <= people / households <= 30:
            sensitivity.append(scale(people / households, 3, 8))
        if sensitivity:
            far = scale(fields["Traveltime"], 5, 75)
            places[fields["Inf_Sttlmn"]] = {"density_score": scale(people / (shape.GetArea() / 1e4), 150, 2471),
                                            "vulnerability": (sum(sensitivity) / len(sensitivity) + far) / 2}
    order = sorted(places, key=lambda code: (-places[code]["vulnerability"], code))
    return {"places": places, "worst_20": order[:20]}


def cape_town(data):
    root = data / "cape_town"
    settlements = shapes(root / "slums/informal_settlements.shp")
    wards = shapes(root / "admin/wards_2021.shp")
    cells = {fields["ID"]: shape for fields, shape in shapes(root / "hazard/grid_reference_500.shp")}
    answer = {"settlements": len(settlements)}

    ratio, none, unknown = {}, {}, {}
    for fields, _ in settlements:
        people, toilets = fields["Popn"] or 0, fields["Tlt_Total"] or 0
        if people > 0 and toilets > 0:
            ratio[fields["Inf_Sttlmn"]] = people / toilets
        elif people > 0:
            (unknown if fields["DwellType_"] in FORMAL else none)[fields["Inf_Sttlmn"]] = people
    worst = sorted(ratio.items(), key=lambda item: (-item[1], item[0]))[:20]
    answer["people_per_toilet"] = {"settlements": len(ratio), "worst_20": worst,
                                   "count_none": len(none), "count_none_people": sum(none.values()),
                                   "unknown": len(unknown), "unknown_people": sum(unknown.values())}
    answer["toilets_by_dwelling"] = toilets_by_dwelling(settlements)
    answer["worst_served"] = worst_served(settlements)

    # The census edition of 2016 has a row for each ward number; the boundaries are those of 2021.
    people = {}
    with open(root / "census/population.csv", newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["geo_level"] == "ward" and row["geo_version"] == "2016":
                people[int(row["geo_code"].removeprefix("19100"))] = float(row["population"])
    ward_people = [people.get(int(fields["WARD_NAME"])) for fields, _ in wards]
    answer["wards"] = {"count": len(wards), "with_people": sum(p is not None for p in ward_people),
                       "people": sum(p or 0 for p in ward_people)}

    touched, coastal = {}, {}
    for model in ("nasadem", "meritdem"):
        for year in ("2018", "2050_slr"):
            wet = defaultdict(dict)
            with open(root / f"hazard/coastal_flood_{model}_{year}.csv", newline="", encoding="utf-8-sig") as file:
                for row in csv.DictReader(file):
                    if float(row["return_period"]) > 0:
                        wet[float(row["return_period"])][int(row["ID"])] = float(row["prop_flood"])
            for period, shares in sorted(wet.items()):
                where = [cells[i] for i in shares]
                index = Index(where)
                key = f"{model}_{year}_{period:g}"
                touched[key] = sum(any(shape.Intersects(where[i]) for i in index.near(shape)) for _, shape in settlements)
                part = list(shares.values())
                inside = 0.0
                for count, (_, shape) in zip(ward_people, wards):
                    area = sum(shape.Intersection(where[i]).GetArea() * part[i] for i in index.near(shape))
                    inside += (count or 0) * area / shape.GetArea()
                coastal[key] = inside
    for period in ("0002", "0010", "0100", "0250"):
        where = [shape for _, shape in shapes(root / f"hazard/NASADEM_{period}.shp")]
        index = Index(where)
        touched[f"raw_nasadem_{period}"] = sum(
            any(shape.Intersects(where[i]) for i in index.near(shape)) for _, shape in settlements)
    answer["settlements_touched"] = touched
    answer["people_by_ward_average"] = coastal
    return answer


def accra(data):
    improved = {"Public tap/Stand pipe", "Borehole/Tube well", "Protected spring", "Pipe-borne inside dwelling", "Rain water",
                "Protected well", "Pipe-borne outside dwelling but in neighbour's house/compound",
                "Pipe-borne outside dwelling but on compound"}
    packaged, delivered = {"Bottled water", "Sachet water"}, {"Tanker supplied/Vendor provided"}
    totals = {"Improved water sources", "Unimproved water sources"}
    by_district = defaultdict(dict)
    with open(data / "accra/census/source_of_drinkwater.csv", newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["locality"] == "All Locality Types":
                by_district[row["District"]][row["source_drinkwater"]] = float(row["count"])
    def shares(counts):
        households = sum(counts.get(name, 0) for name in totals)
        of = lambda names: sum(counts.get(name, 0) for name in names) / households
        return {"households": households, "packaged_counted": of(improved | packaged), "not_counted": of(improved),
                "delivered_too": of(improved | packaged | delivered)}
    region = by_district["Greater Accra"]
    with open(data / "accra/census/mpi_by_locality.csv", newline="", encoding="utf-8-sig") as file:
        poverty = [row for row in csv.DictReader(file)]
    return {"region": shares(region), "poverty_header": list(poverty[0]), "districts_in_file": len(by_district)}


def jakarta(data):
    """Neighbourhood units: share of the area under water by the model, and whether the unit flooded in 2007: each outline of
    the list of 2007 is the unit that it shares most area with."""
    root = data / "jakarta"
    def lonlat(path):
        source = ogr.Open(str(path))
        shapes = [f.GetGeometryRef().Clone() for f in source.GetLayer()]
        return [s if s.IsValid() else s.MakeValid() for s in shapes]
    units = lonlat(root / "admin/rw_jakarta.shp")
    index = Index(units)
    flooded = set()
    for outline in lonlat(root / "hazard/Jakarta_RW_2007flood.shp"):
        flooded.add(int(max(index.near(outline), key=lambda i: units[i].Intersection(outline).GetArea())))
    answer = {"units": len(units), "flooded_2007": len(flooded)}
    for name in ("Current", "Design"):
        raster = gdal.Open(str(root / f"hazard/Flood_{name}_Depth_Jakarta_geographic.asc"))
        west, width, _, north, _, height = raster.GetGeoTransform()
        depth = raster.ReadAsArray()
        missing = raster.GetRasterBand(1).GetNoDataValue()
        wet = (depth > 0) & (depth != missing)
        shares = np.zeros(len(units))
        for number, unit in enumerate(units):
            x0, x1, y0, y1 = unit.GetEnvelope()
            columns = range(max(0, int((x0 - west) / width)), min(raster.RasterXSize, int((x1 - west) / width) + 1))
            rows = range(max(0, int((y1 - north) / height)), min(raster.RasterYSize, int((y0 - north) / height) + 1))
            area = 0.0
            for row in rows:
                for column in columns:
                    if not wet[row, column]:
                        continue
                    left, top = west + column * width, north + row * height
                    cell = ogr.CreateGeometryFromWkt(
                        f"POLYGON(({left} {top},{left + width} {top},{left + width} {top + height},{left} {top + height},{left} {top}))")
                    area += unit.Intersection(cell).GetArea()
            shares[number] = area / unit.GetArea()
        table = {}
        for least in (0.0, 0.01, 0.05, 0.1, 0.2, 0.5):
            modelled = set(np.nonzero(shares > least)[0].tolist())
            table[f"over_{least:g}"] = {"both": len(modelled & flooded), "model_only": len(modelled - flooded),
                                        "residents_only": len(flooded - modelled),
                                        "neither": len(units) - len(modelled | flooded)}
        answer[name.lower()] = {"wet_cells": int(wet.sum()), "mean_share": float(shares.mean()), "agreement": table}
    return answer


if __name__ == "__main__":
    folder, city = Path(sys.argv[1]), sys.argv[2]
    json.dump({"cape_town": cape_town, "accra": accra, "jakarta": jakarta}[city](folder), sys.stdout, indent=1)
