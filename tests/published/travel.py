"""Networks of the real cities straight from their files, by GDAL, pyproj and scipy, to check `makazi travel` against.

Usage: travel.py DATA cape_town|accra|jakarta      (DATA is the folder with manifest.csv; answers in JSON)

Nothing of makazi is used. For Jakarta also the way of some neighbourhoods: points are drawn at random in each, the nearest point of the
nearest line is found in UTM 48S, lines are cut there, and every one of them is searched from by scipy.
"""

import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr
from pyproj import Geod, Transformer
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

gdal.UseExceptions()
gdal.SetConfigOption("GDAL_PAM_ENABLED", "NO")
GEOD = Geod(ellps="WGS84")
CAR = {
    "motorway": 90, "motorway_link": 45, "trunk": 85, "trunk_link": 40, "primary": 65, "primary_link": 30,
    "secondary": 55, "secondary_link": 25, "tertiary": 40, "tertiary_link": 20, "unclassified": 25, "residential": 25,
    "living_street": 10, "service": 15, "road": 25,
}
MAIN = {c for c in CAR if c.split("_")[0] in {"motorway", "trunk", "primary", "secondary", "tertiary"}}


def features(path, layer=None):
    source = ogr.Open(str(path))
    found = source.GetLayerByName(layer) if layer else source.GetLayer()
    reference = found.GetSpatialRef()
    change = None
    if reference is not None and not reference.IsGeographic():
        reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        wgs84 = osr.SpatialReference()
        wgs84.ImportFromEPSG(4326)
        wgs84.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
        change = osr.CoordinateTransformation(reference, wgs84)
    for feature in found:
        geometry = feature.GetGeometryRef()
        if geometry is not None and change:
            geometry = geometry.Clone()
            geometry.Transform(change)
        yield feature, geometry


def lines(geometry):
    if geometry.GetGeometryCount():
        for part in range(geometry.GetGeometryCount()):
            yield from lines(geometry.GetGeometryRef(part))
    elif geometry.GetPointCount() > 1:
        yield [p[:2] for p in geometry.GetPoints()]


def key(point):
    return (round(point[0] * 1e7), round(point[1] * 1e7))


def network(roads):
    """Edges (from, to, metres, road, points) of (points, direction, km/h, class), and facts."""
    shapes = []
    for points, *rest in roads:
        kept = [points[0]] + [b for a, b in zip(points, points[1:]) if key(a) != key(b)]
        if len(kept) > 1:
            shapes.append((kept, *rest))
    uses = Counter(key(p) for points, *_ in shapes for p in points)
    edges = []
    for road, (points, *_) in enumerate(shapes):
        start = 0
        for at in range(1, len(points)):
            if at == len(points) - 1 or uses[key(points[at])] > 1:
                part = points[start:at + 1]
                metres = GEOD.line_length([p[0] for p in part], [p[1] for p in part])
                edges.append((key(part[0]), key(part[-1]), metres, road, part))
                start = at
    names = {k: i for i, k in enumerate(dict.fromkeys(k for e in edges for k in e[:2]))}
    a = np.array([names[e[0]] for e in edges])
    b = np.array([names[e[1]] for e in edges])
    metres = np.array([e[2] for e in edges])
    count, component = connected_components(csr_matrix((np.ones(len(a)), (a, b)), shape=(len(names),) * 2), directed=False)
    lengths = np.bincount(component[a], weights=metres, minlength=count)
    facts = {
        "lines": len(roads), "nodes": len(names), "edges": len(edges), "length_m": float(metres.sum()),
        "components": int(count), "largest_share": float(lengths.max() / lengths.sum()),
        "oneway": sum(1 for r in roads if r[1] != 0),
    }
    return shapes, edges, names, facts


def main_share(parts):
    total = defaultdict(float)
    for points, kind in parts:
        total[kind in MAIN] += GEOD.line_length([p[0] for p in points], [p[1] for p in points])
    return total[True] / (total[True] + total[False])


def accra(data):
    pbf = data / "accra/osm/greater_accra_2026.osm.pbf"
    config = "[lines]\nosm_id=yes\nattributes=highway,oneway,surface,maxspeed\n[multipolygons]\n[points]\n[multilinestrings]\n[other_relations]\n"
    with tempfile.TemporaryDirectory() as folder:
        ini = Path(folder, "osm.ini")
        ini.write_text(config)
        source = gdal.OpenEx(str(pbf), open_options=[f"CONFIG_FILE={ini}", "INTERLEAVED_READING=NO"])
        found = source.GetLayerByName("lines")
        found.SetAttributeFilter("highway IS NOT NULL")
        rows = [(p, f["highway"], f["oneway"]) for f in found for p in lines(f.GetGeometryRef())]
    direction = {"yes": 1, "true": 1, "1": 1, "-1": -1}
    car = []
    for points, kind, oneway in rows:
        way = direction.get(oneway, 1 if kind == "motorway" and oneway != "no" else 0)
        if kind in CAR:
            car.append((points, way, CAR[kind], kind))
    return {"main_share": main_share([(p, k) for p, k, _ in rows]), "driving": network(car)[3]}


def cape_town(data):
    kinds = {"Local Street": "residential", "Collector Street": "unclassified", "Minor Arterial": "tertiary", "Major Arterial": "secondary", "Principal Arterial": "primary"}
    path = data / "cape_town/roads/khayelitsha_roads_subdistricts.gpkg"
    rows = [(p, kinds[f["PROW_CLSF_"]]) for f, g in features(path, "roads") for p in lines(g)]
    return {"main_share": main_share(rows), "walking": network([(p, 0, 4.5, k) for p, k in rows])[3]}


def jakarta(data):
    rows = []
    for feature, geometry in features(data / "jakarta/roads/jakarta_roads.shp"):
        kind, oneway = feature["TYPE"], feature["ONEWAY"]
        way = {"yes": 1, "-1": -1}.get(oneway, 1 if kind == "motorway" and oneway != "no" else 0)
        rows += [(points, way, kind) for points in lines(geometry)]
    car = [(p, w, CAR[k], k) for p, w, k in rows if k in CAR]
    shapes, edges, names, facts = network(car)
    return {"main_share": main_share([(p, k) for p, _, k in rows]), "driving": facts, "medians": medians(data, shapes, edges, names)}


def medians(data, shapes, edges, names):
    """Metres and minutes of the middle point of some neighbourhoods, and straight metres, to a medical building by road."""
    utm = Transformer.from_crs("EPSG:4326", "EPSG:32748", always_xy=True)
    goals = []
    for feature, geometry in features(data / "jakarta/osm/osm_buildings_attributes.geojson"):
        if feature["use"] == "medical":
            goals.append(geometry.PointOnSurface().GetPoint()[:2])
    random = np.random.default_rng(7)
    places = {}
    for feature, geometry in features(data / "jakarta/admin/kelurahan_jakarta.shp"):
        if feature["KEL_NAME2"] in NEIGHBOURHOODS:
            west, east, south, north = geometry.GetEnvelope()
            points = []
            while len(points) < POINTS:
                point = ogr.Geometry(ogr.wkbPoint)
                point.AddPoint_2D(random.uniform(west, east), random.uniform(south, north))
                if geometry.Contains(point):
                    points.append((point.GetX(), point.GetY()))
            places[feature["KEL_NAME2"]] = points
    a, b, of, part = [], [], [], []
    for number, edge in enumerate(edges):
        xy = np.array(utm.transform(*np.array(edge[4]).T)).T
        a.append(xy[:-1])
        b.append(xy[1:])
        of += [number] * (len(xy) - 1)
        part += range(len(xy) - 1)
    a, b, of, part = np.concatenate(a), np.concatenate(b), np.array(of), np.array(part)

    def foot(point):
        x = np.array(utm.transform(*point))
        d = b - a
        t = np.clip(((x - a) * d).sum(1) / np.maximum((d * d).sum(1), 1e-12), 0, 1)
        off = np.hypot(*(x - a - t[:, None] * d).T)
        at = off.argmin()
        shape = edges[of[at]][4]
        lengths = [GEOD.inv(*p, *q)[2] for p, q in zip(shape, shape[1:])]
        return off[at], of[at], sum(lengths[:part[at]]) + t[at] * lengths[part[at]]

    # Cut each edge at the feet on it: every foot becomes a node.
    cuts, feet = defaultdict(list), {}
    everybody = [("goal", i, p) for i, p in enumerate(goals)] + [(n, i, p) for n, list_ in places.items() for i, p in enumerate(list_)]
    for what, i, point in everybody:
        off, edge, along = foot(point)
        if off <= 500:
            feet[what, i] = off
            cuts[edge].append((along, (what, i)))
    ids = dict(names)
    rows = []
    for number, (first, last, metres, road, _) in enumerate(edges):
        stops = [(0.0, first)] + sorted(cuts.get(number, ()), key=lambda c: c[0]) + [(metres, last)]
        _, way, kmh, _ = shapes[road]
        speed = 0.8 * kmh / 3.6
        for (m, p), (n, q) in zip(stops, stops[1:]):
            p, q = ids.setdefault(p, len(ids)), ids.setdefault(q, len(ids))
            length = max(n - m, 1e-9)
            rows += [(p, q, length / speed, length)] * (way >= 0) + [(q, p, length / speed, length)] * (way <= 0)
    off_road = 0.6 * 4.5 / 3.6
    sink = len(ids)
    for i in range(len(goals)):
        if ("goal", i) in feet:
            rows.append((ids["goal", i], sink, feet["goal", i] / off_road + 1e-9, feet["goal", i]))
    best = {}
    for p, q, seconds, metres in rows:
        if (p, q) not in best or seconds < best[p, q][0]:
            best[p, q] = (seconds, metres)
    from_, to = np.array([k[0] for k in best]), np.array([k[1] for k in best])
    seconds = np.array([v[0] for v in best.values()])
    found, before = dijkstra(csr_matrix((seconds, (to, from_)), shape=(sink + 1,) * 2), indices=sink, return_predecessors=True)
    answer = {}
    for name, points in places.items():
        times, straight = [], []
        for i, point in enumerate(points):
            nearest = min(GEOD.inv(*point, *goal)[2] for goal in goals)
            straight.append(nearest)
            if (name, i) not in feet:
                times.append(nearest / off_road / 60 if nearest <= 500 else np.inf)
                continue
            time = (found[ids[name, i]] + feet[name, i] / off_road) / 60
            times.append(min(time, nearest / off_road / 60) if nearest <= 500 else time)
        times = np.array(times)
        answer[name] = {
            "minutes": float(np.sort(times)[POINTS // 2 - 1]),
            "straight_m": float(np.median(straight)),
            "routed_share": float(np.isfinite(times).mean()),
        }
    return answer


POINTS = 1_500
NEIGHBOURHOODS = {"Grogol Selatan", "Kebon Jeruk", "Kembangan Utara", "Rawasari", "Cikini", "Tanah Tinggi"}

if __name__ == "__main__":
    print(json.dumps({"accra": accra, "cape_town": cape_town, "jakarta": jakarta}[sys.argv[2]](Path(sys.argv[1])), indent=1))
