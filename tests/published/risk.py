"""Climate risk of the real cities straight from their files, by GDAL, numpy and pyproj, to check `makazi assess risk` against.

Usage: risk.py DATA REFERENCE san_salvador|jakarta|cape_town
(DATA is the folder with manifest.csv, REFERENCE the one with san_salvador/; answers in JSON)

Nothing of makazi is used. Over a raster, outlines and lines are cut at the borders of cells one after the other (Sutherland and
Hodgman 1974); footprints of areas are laid on an equal-area plane and cut by GEOS. Rules of a year are written down from their
definitions, and fed with this script's own losses.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr
from pyproj import Geod, Transformer

gdal.UseExceptions()
gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")
GEOD = Geod(ellps="WGS84")
MERCATOR = Transformer.from_crs("EPSG:3857", "EPSG:4326", always_xy=True)


def years(periods, losses):
    """What is expected in a year by each rule: the area under loss over frequency, frequencies falling."""
    f = [1 / p for p in periods]
    pairs = list(zip(f, f[1:], losses, losses[1:]))

    def log_linear(p, q, a, b):
        # the integral of a + (b - a) ln(p / f) / ln(p / q) for f from q to p
        return a * (p - q) + (b - a) * ((p - q) / math.log(p / q) - q)

    joined = {
        "step_below": sum((p - q) * min(a, b) for p, q, a, b in pairs),
        "step_above": sum((p - q) * max(a, b) for p, q, a, b in pairs),
        "linear": sum((p - q) * (a + b) / 2 for p, q, a, b in pairs),
        "log_linear": sum(log_linear(*pair) for pair in pairs),
    }
    found = {"sum+nothing": sum(p * a for p, a in zip(f, losses))}
    for name, area in joined.items():
        found[f"{name}+nothing"] = area
        found[f"{name}+flat"] = area + f[-1] * losses[-1]
    return found


# San Salvador


def san_salvador(reference):
    folder = reference / "san_salvador"
    book = ogr.Open(str(folder / "entity.xlsx"))
    curves = defaultdict(list)
    for row in book.GetLayerByName("impact_functions"):
        curves[str(row["impact_fun_id"])].append([float(row[k]) for k in ("intensity", "mdd", "paa")])
    with open(folder / "houses_and_depths.csv", newline="", encoding="utf-8-sig") as file:
        houses = list(csv.DictReader(file))
    periods = [2, 5, 10, 25, 50, 100]
    value = np.array([float(h["value"]) for h in houses])
    kind = np.array([h["impf"] for h in houses])
    groups = {"precarious": kind == "101", "other": kind == "102"}
    growth = 1.02**25
    answer = {"houses": len(houses)}
    for scenario, depths, factor in (("present", "2015", 1), ("2040_growth", "2015", growth), ("2040", "2040", growth)):
        struck, lost = [], []
        for period in periods:
            depth = np.array([float(h[f"d{depths}_rp{period}"] or 0) for h in houses])
            ratio = np.zeros(len(houses))
            for name, mask in (("101", groups["precarious"]), ("102", groups["other"])):
                at, degree, share = np.array(curves[name]).T
                ratio[mask] = np.interp(depth[mask], at, degree) * np.interp(depth[mask], at, share)
            struck.append(depth > 0)
            lost.append(ratio * value * factor)
        masks = {"all": np.ones(len(houses), bool), **groups}
        answer[scenario] = {
            name: {
                "houses": int(mask.sum()),
                "value": float(value[mask].sum() * factor),
                "struck": [int(s[mask].sum()) for s in struck],
                "struck_years": years(periods, [int(s[mask].sum()) for s in struck]),
                "events": [float(l[mask].sum()) for l in lost],
                "years": years(periods, [float(l[mask].sum()) for l in lost]),
            }
            for name, mask in masks.items()
        }
    return answer


# Over a raster


def half(ring, axis, at, sign):
    """The part of a ring on one side of a straight line across an axis."""
    kept = []
    before = ring[-1]
    inside_before = sign * (before[axis] - at) >= 0
    for point in ring:
        inside = sign * (point[axis] - at) >= 0
        if inside != inside_before:
            t = (at - before[axis]) / (point[axis] - before[axis])
            cut = [before[0] + t * (point[0] - before[0]), before[1] + t * (point[1] - before[1])]
            cut[axis] = at
            kept.append(cut)
        if inside:
            kept.append(point)
        before, inside_before = point, inside
    return kept


def area(ring):
    x0, y0 = ring[0] if ring else (0, 0)
    r = [(x - x0, y - y0) for x, y in ring]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(r, r[1:] + r[:1]))) / 2


def strips(ring, axis):
    """A ring cut at the whole numbers of an axis: number of the strip and what lies in it."""
    low, high = math.floor(min(p[axis] for p in ring)), math.ceil(max(p[axis] for p in ring))
    for number in range(low, max(high, low + 1)):
        if number > low:
            ring = half(ring, axis, number, 1)
        if not ring:
            return
        yield number, half(ring, axis, number + 1, -1)


class Raster:
    def __init__(self, path):
        source = gdal.Open(str(path))
        self.west, self.width, _, self.north, _, self.height = source.GetGeoTransform()
        self.values = source.ReadAsArray().astype(float)
        self.values[self.values == source.GetRasterBand(1).GetNoDataValue()] = np.nan

    def cells(self, points):
        return [[(x - self.west) / self.width, (y - self.north) / self.height] for x, y in points]

    def of_surface(self, geometry):
        """Share of an outline by row and column; what lies outside the raster has a row or column of -1."""
        shares, whole = defaultdict(float), 0.0
        for number, points in rings(geometry):
            ring, sign = self.cells(points)[:-1], 1 if number == 0 else -1
            whole += sign * area(ring)
            for row, band in strips(ring, 1):
                if band:
                    for column, piece in strips(band, 0):
                        if piece:
                            shares[row, column] += sign * area(piece)
        return {cell: a / whole for cell, a in shares.items() if a > 0} if whole > 0 else {}

    def of_line(self, points):
        """Share of a line by row and column, by length on the raster's plane."""
        cells, shares, whole = self.cells(points), defaultdict(float), 0.0
        for (x0, y0), (x1, y1) in zip(cells, cells[1:]):
            length = math.hypot((x1 - x0) * self.width, (y1 - y0) * self.height)
            if length == 0:
                continue
            whole += length
            cuts = {0.0, 1.0}
            for a, b in ((x0, x1), (y0, y1)):
                if a != b:
                    cuts |= {(n - a) / (b - a) for n in range(math.ceil(min(a, b)), math.floor(max(a, b)) + 1)}
            cuts = sorted(t for t in cuts if 0 <= t <= 1)
            for s, t in zip(cuts, cuts[1:]):
                m = (s + t) / 2
                shares[math.floor(y0 + m * (y1 - y0)), math.floor(x0 + m * (x1 - x0))] += (t - s) * length
        return {cell: a / whole for cell, a in shares.items()} if whole > 0 else {}

    def value(self, row, column):
        inside = 0 <= row < self.values.shape[0] and 0 <= column < self.values.shape[1]
        return self.values[row, column] if inside else math.nan


def rings(geometry):
    """Rings of an outline with their number in it: 0 is the shell, others are holes."""
    if geometry.GetGeometryName() == "POLYGON":
        for number in range(geometry.GetGeometryCount()):
            yield number, [p[:2] for p in geometry.GetGeometryRef(number).GetPoints()]
    else:
        for part in range(geometry.GetGeometryCount()):
            yield from rings(geometry.GetGeometryRef(part))


def crossing(geometry):
    """Whether edges of an outline cross each other, so that it has no inside."""
    if geometry.IsValid():
        return False
    edges = [edge for _, points in rings(geometry) for edge in zip(points, points[1:])]

    def side(a, b, p):
        return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])

    return any(
        side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
        for number, (a, b) in enumerate(edges)
        for c, d in edges[:number]
    )


def lines(geometry):
    if geometry.GetGeometryCount():
        for part in range(geometry.GetGeometryCount()):
            yield from lines(geometry.GetGeometryRef(part))
    elif geometry.GetPointCount() > 1:
        yield [p[:2] for p in geometry.GetPoints()]


def features(path, *columns, layer=None):
    source = ogr.Open(str(path))
    found = source.GetLayerByName(layer) if layer else source.GetLayer()
    names = [(column, found.GetLayerDefn().GetFieldIndex(column)) for column in columns]
    for feature in found:
        values = {column: feature.GetField(at) for column, at in names}
        yield {k: v.strip() if isinstance(v, str) else v for k, v in values.items()}, feature.GetGeometryRef()


def moved(geometry, change):
    """An outline with every point moved by a pyproj transformation."""
    made = geometry.Clone()

    def walk(part):
        for number in range(part.GetGeometryCount()):
            walk(part.GetGeometryRef(number))
        points = part.GetPoints() if part.GetGeometryCount() == 0 else None
        if points:
            xs, ys = change.transform([p[0] for p in points], [p[1] for p in points])
            for number, (x, y) in enumerate(zip(xs, ys)):
                part.SetPoint_2D(number, x, y)

    walk(made)
    return made


# Jakarta

USES = {name: name for name in ("residential", "commercial", "industrial")} | {"shop": "commercial", "ruko": "commercial"}
SCENARIOS = {"current_drainage": "Current", "design_drainage": "Design"}


def jakarta(data):
    root = data / "jakarta"
    rasters = {s: Raster(root / f"hazard/Flood_{n}_Depth_Jakarta_geographic.asc") for s, n in SCENARIOS.items()}
    one = rasters["current_drainage"]
    with open(data / "global/damage_curves/jrc_flood_depth_damage.json", encoding="utf-8") as file:
        items = json.load(file)["items"]
    of_asia = [i for i in items if i["location"] == "Asia" and i["asset_type"].startswith("Buildings/")]
    curves = {i["asset_type"].split("/")[1].lower(): (i["intensity"], i["impact_mean"]) for i in of_asia}

    def met(shares, scenario):
        """Shares and depths of what is wet, and the share that the model does not cover."""
        pieces = [(share, rasters[scenario].value(*cell)) for cell, share in shares.items()]
        wet = [(share, depth) for share, depth in pieces if depth > 0]
        return wet, 1 - sum(share for share, depth in pieces if not math.isnan(depth))

    buildings = [(f, one.of_surface(g)) for f, g in features(root / "osm/osm_buildings_attributes.geojson", "use", "structure")]
    outlines = [(crossing(g), one.of_surface(moved(g, MERCATOR))) for _, g in features(root / "osm/jakarta_OSM_building.shp")]
    roads = []
    for fields, geometry in features(root / "roads/jakarta_roads.shp", "TYPE"):
        for points in lines(geometry):
            roads.append((fields["TYPE"], GEOD.line_length(*zip(*points)), one.of_line(points)))
    units, flooded = lived(root)
    of_units = [one.of_surface(unit) for unit in units]
    answer = {"buildings": len(buildings), "outlines": len(outlines), "roads": len(roads), "units": len(units)}
    answer["flooded_2007"] = len(flooded)
    for scenario in SCENARIOS:
        # how many, how many struck, as if how many wholly lost
        by_structure, by_use = defaultdict(lambda: [0, 0, 0.0]), defaultdict(lambda: [0, 0, 0.0])
        whole, uncovered = [0, 0, 0.0], 0.0
        for fields, shares in buildings:
            wet, off = met(shares, scenario)
            curve = curves.get(USES.get(fields["use"]))
            lost = sum(share * float(np.interp(depth, *curve)) for share, depth in wet) if curve else 0.0
            structure = fields["structure"].replace("reinforced masonry", "reinforced_masonry")
            uncovered += off
            for row in (whole, by_structure[structure], by_use[USES.get(fields["use"], "")]):
                row[0] += 1
                row[1] += bool(wet)
                row[2] += lost
        struck = crossed = off_model = 0
        for crosses, shares in outlines:
            wet, off = met(shares, scenario)
            crossed += crosses
            struck += bool(wet) and not crosses
            off_model += 1 if crosses else off
        by_class, metres = defaultdict(lambda: [0.0, 0.0]), [0.0, 0.0]
        for kind, length, shares in roads:
            wet, _ = met(shares, scenario)
            inside = length * sum(share for share, _ in wet)
            by_class[kind][0] += length
            by_class[kind][1] += inside
            metres = [metres[0] + length, metres[1] + inside]
        shown = {number for number, shares in enumerate(of_units) if met(shares, scenario)[0]}
        answer[scenario] = {
            "buildings": {"all": whole, "by_structure": by_structure, "by_use": by_use, "not_covered": uncovered / len(buildings)},
            "outlines": {"struck": struck, "crossing": crossed, "not_covered": off_model / len(outlines)},
            "roads": {"length_m": metres[0], "struck_m": metres[1], "by_class": by_class},
            "lived": {
                "both": len(shown & flooded),
                "model_only": len(shown - flooded),
                "lived_only": len(flooded - shown),
                "neither": len(units) - len(shown | flooded),
            },
        }
    return answer


def lived(root):
    """Neighbourhood units, and those that flooded in 2007: of each outline of the list, the unit it shares most area with."""
    def shapes(path):
        return [g.Clone() if g.IsValid() else g.MakeValid() for _, g in features(path)]

    units = shapes(root / "admin/rw_jakarta.shp")
    boxes = np.array([u.GetEnvelope() for u in units])
    flooded = set()
    for outline in shapes(root / "hazard/Jakarta_RW_2007flood.shp"):
        flooded.add(max(near(boxes, outline), key=lambda i: units[i].Intersection(outline).GetArea()))
    return units, flooded


def near(boxes, geometry):
    w, e, s, n = geometry.GetEnvelope()
    inside = (boxes[:, 0] <= e) & (boxes[:, 1] >= w) & (boxes[:, 2] <= n) & (boxes[:, 3] >= s)
    return [int(i) for i in np.nonzero(inside)[0]]


# Cape Town

PERIODS = [2, 5, 10, 25, 100, 250]


def cape_town(data):
    root = data / "cape_town"
    plane = "+proj=laea +lat_0=-33.9 +lon_0=18.6 +datum=WGS84"
    to_plane = Transformer.from_crs("EPSG:4326", plane, always_xy=True)
    # The grid's datum is not known: longitude and latitude on its own ellipsoid are taken as they are.
    grid = Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=tmerc +lat_0=0 +lon_0=19 +k=1 +x_0=0 +y_0=0 +a=6378249.145 +rf=293.4663077 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )

    def laid(path, *columns, through=(), of=lambda _: True):
        found = []
        for fields, geometry in features(path, *columns):
            if of(fields):
                for step in (*through, to_plane):
                    geometry = moved(geometry, step)
                found.append((fields, geometry if geometry.IsValid() else geometry.MakeValid()))
        return found

    views, wanted = {}, set()
    for model, name in (("nasadem", "NASADEM, 500 m cells"), ("meritdem", "MERIT DEM, 500 m cells")):
        for year, scenario in (("2018", "present"), ("2050_slr", "2050_sea_risen")):
            events = {period: {} for period in PERIODS}
            with open(root / f"hazard/coastal_flood_{model}_{year}.csv", newline="", encoding="utf-8-sig") as file:
                for row in csv.DictReader(file):
                    # return period 0 is permanent water
                    if min(float(row[k]) for k in ("return_period", "flood_dept", "prop_flood")) > 0:
                        events[float(row["return_period"])]["cell", int(row["ID"])] = float(row["prop_flood"])
                        wanted.add(int(row["ID"]))
            views[f"{name}|{scenario}"] = events
    cells = laid(root / "hazard/grid_reference_500.shp", "ID", through=[grid], of=lambda f: f["ID"] in wanted)
    footprints = {("cell", f["ID"]): g for f, g in cells}
    views["NASADEM, 90 m cells|present"] = raw = {}
    for period in (2, 10, 100, 250):
        # These cells lie upon each other in part: what is under two of them is wet once.
        wet = ogr.Geometry(ogr.wkbMultiPolygon)
        for _, shape in laid(root / f"hazard/NASADEM_{period:04}.shp", "inun", of=lambda f: f["inun"] > 0):
            wet.AddGeometry(shape)
        wet = wet.UnionCascaded()
        footprints.update({(period, i): wet.GetGeometryRef(i).Clone() for i in range(wet.GetGeometryCount())})
        raw[period] = {(period, i): 1.0 for i in range(wet.GetGeometryCount())}

    wards = laid(root / "admin/wards_2021.shp", "WARD_NAME", through=[MERCATOR])
    settlements = laid(root / "slums/informal_settlements.shp", through=[MERCATOR])
    households = census(root / "census/tenurestatus.csv", "total")
    people = census(root / "census/population.csv", "population")
    roads = []
    for _, geometry in features(root / "roads/khayelitsha_roads_subdistricts.gpkg", layer="roads"):
        length = sum(GEOD.line_length(*zip(*points)) for points in lines(geometry))
        roads.append((length, moved(geometry, to_plane)))

    keys = list(footprints)
    boxes = np.array([footprints[k].GetEnvelope() for k in keys])

    def parts(geometry, measure):
        """Share of a thing in each footprint."""
        whole = measure(geometry)
        return {keys[i]: measure(geometry.Intersection(footprints[keys[i]])) / whole for i in near(boxes, geometry)}

    of_ward = {int(f["WARD_NAME"]): parts(g, lambda x: x.GetArea()) for f, g in wards}
    of_road = [(length, parts(g, lambda x: x.Length())) for length, g in roads]
    answer = {
        "wards": len(wards),
        "settlements": len(settlements),
        "roads": len(roads),
        "households": sum(households[w] for w in of_ward),
        "people": sum(people[w] for w in of_ward),
        "length_m": sum(length for length, _ in roads),
        "views": {},
    }
    near_settlement = [(g, near(boxes, g)) for _, g in settlements]
    for view, events in views.items():
        inside = {w: [] for w in of_ward}
        metres, touched = [], []
        for period, wet in events.items():
            for ward, shares in of_ward.items():
                inside[ward].append(sum(share * wet.get(key, 0.0) for key, share in shares.items()))
            lengths = (length * sum(share * wet.get(key, 0.0) for key, share in shares.items()) for length, shares in of_road)
            metres.append(sum(lengths))
            touches = (any(keys[i] in wet and g.Intersects(footprints[keys[i]]) for i in some) for g, some in near_settlement)
            touched.append(sum(touches))

        def told(count):
            own = {ward: [count[ward] * share for share in shares] for ward, shares in inside.items()}
            all_wards = [sum(of_event) for of_event in zip(*own.values())]
            by_ward = {ward: {"events": losses, "years": years(list(events), losses)} for ward, losses in own.items()}
            return {"events": all_wards, "years": years(list(events), all_wards), "by_ward": by_ward}

        answer["views"][view] = {
            "periods": list(events),
            "households": told(households),
            "people": told(people),
            "roads": {"events": metres, "years": years(list(events), metres)},
            "settlements_touched": touched,
        }
    return answer


def census(path, column):
    """By ward of the edition of 2016, summed over categories."""
    found = defaultdict(float)
    with open(path, newline="", encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["geo_level"] == "ward" and row["geo_version"] == "2016":
                found[int(row["geo_code"].removeprefix("19100"))] += float(row[column])
    return found


if __name__ == "__main__":
    data, reference, city = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    folder = reference if city == "san_salvador" else data
    json.dump({"san_salvador": san_salvador, "jakarta": jakarta, "cape_town": cape_town}[city](folder), sys.stdout, indent=1)
