"""Makes the files that the fuzzers begin with, out of the example city and with GDAL: python3 fuzz/seeds.py CITY FOLDER MAKAZI.

CITY is a folder that `makazi demo` made; MAKAZI is the binary. Needs GDAL's tools, openpyxl and pyxform. Files are kept small, since a fuzzer tries small files more often.
"""
import io
import json
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pyxform.xls2xform

city, folder, makazi = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
sources = city / "sources"
work = folder / "work"
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)


def keep(target, name, content):
    into = folder / target
    into.mkdir(parents=True, exist_ok=True)
    (into / name).write_bytes(content)


def gdal(*words):
    done = subprocess.run(list(map(str, words)), capture_output=True)
    if done.returncode:
        print("left out:", *words, done.stderr.decode()[:200], file=sys.stderr)
    return done.returncode == 0


def beside(target, name, parts):
    packed = b"".join(struct.pack("<I", len(part))[:3] + part for part in parts[:-1]) + parts[-1]
    keep(target, name, packed)


def cut(path, lines):
    return b"".join(path.read_bytes().splitlines(keepends=True)[:lines])


for table in [*sources.glob("*.csv"), *(sources / "census").glob("*.csv")]:
    target = "profile_csv" if table.name.startswith("profiles") else "csv"
    keep(target, table.name, cut(table, 12))
keep("xlsx", "a.xlsx", (sources / "works_department_2019.xlsx").read_bytes())
profiles = json.loads((sources / "profiles_ona.json").read_text())
keep("profile_json", "a.json", json.dumps(profiles[:2]).encode())
keep("submissions_json", "a.json", json.dumps(profiles[:1]).encode())
for name in ["planned_areas", "water_and_railway", "districts_2010"]:
    source = sources / f"{name}.geojson"
    small = work / f"{name}.geojson"
    gdal("ogr2ogr", "-limit", "4", small, source)
    keep("geojson", name, small.read_bytes())
    for driver, target, ending in [
        ("FlatGeobuf", "flatgeobuf", "fgb"),
        ("KML", "kml", "kml"),
        ("LIBKML", "kml", "kmz"),
        ("GPKG", "geopackage", "gpkg"),
        ("ODS", "ods", "ods"),
        ("XLSX", "xlsx", "xlsx"),
        ("ESRI Shapefile", "shapefile", "shp"),
    ]:
        out = work / f"{name}.{ending}"
        if gdal("ogr2ogr", "-f", driver, out, small) and ending != "shp":
            keep(target, out.name, out.read_bytes())
        elif ending == "shp" and out.exists():
            parts = [out.with_suffix(f".{e}") for e in ["shp", "dbf", "shx", "prj", "cpg"]]
            beside("shapefile", name, [p.read_bytes() if p.exists() else b"" for p in parts])
keep("shapefile_zip", "a.zip", (sources / "districts_2018.zip").read_bytes())
grid = "\n".join((sources / "flood_depth_today_5.asc").read_text().splitlines()[6:12])
short = "ncols 4\nnrows 3\nxllcorner 36.8\nyllcorner -1.3\ncellsize 0.01\nNODATA_value -9999\n1 2 3 4\n0.5 -9999 7 8\n9 1e3 2 1\n"
beside("ascii_grid", "a", [short.encode(), (sources / "flood_depth_today_5.prj").read_bytes()])
(work / "a.asc").write_text(short)
(work / "a.prj").write_bytes((sources / "flood_depth_today_5.prj").read_bytes())
for number, options in enumerate(
    [[], ["-co", "COMPRESS=LZW", "-co", "PREDICTOR=2"], ["-co", "COMPRESS=DEFLATE", "-co", "TILED=YES"],
     ["-co", "BIGTIFF=YES", "-co", "COMPRESS=PACKBITS"], ["-of", "COG"]]
):
    out = work / f"{number}.tif"
    if gdal("gdal_translate", "-q", *options, work / "a.asc", out):
        keep("geotiff", out.name, out.read_bytes())
for kind in ["NC", "NC2", "NC4", "NC4C"]:
    out = work / f"{kind}.nc"
    if gdal("gdal_translate", "-q", "-of", "netCDF", "-co", f"FORMAT={kind}", work / "a.asc", out):
        keep("netcdf", out.name, out.read_bytes())
feed = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone\n1,Trotro,http://example.org,Africa/Accra\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\na,Circle,5.57,-0.21\nb,Kaneshie,5.56,-0.23\n",
    "routes.txt": "route_id,agency_id,route_short_name,route_long_name,route_type\nr,1,12,Circle to Kaneshie,3\n",
    "trips.txt": "route_id,service_id,trip_id,direction_id,shape_id\nr,w,t,0,s\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\nt,06:00:00,06:00:00,a,1\nt,25:10:00,25:10:00,b,2\n",
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nw,1,1,1,1,1,0,0,20190101,20191231\n",
    "frequencies.txt": "trip_id,start_time,end_time,headway_secs\nt,06:00:00,09:00:00,600\n",
    "shapes.txt": "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\ns,5.57,-0.21,1\ns,5.56,-0.23,2\n",
}
with zipfile.ZipFile(work / "feed.zip", "w") as archive:
    for name, text in feed.items():
        archive.writestr(name, text)
keep("gtfs", "feed.zip", (work / "feed.zip").read_bytes())
extract = Path(__file__).parent.parent / "crates/collect/tests/mutation/squares.osm.pbf"
if extract.exists():
    keep("osm_pbf", "a.osm.pbf", extract.read_bytes())


def workbook(text):
    """The bytes of a workbook with the sheets of a form written as tables of text."""
    book, sheet = openpyxl.Workbook(), None
    book.remove(book.active)
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.strip().startswith("|"):
            continue
        if cells[0]:
            sheet = book.create_sheet(cells[0])
        if any(cells[1:]):
            sheet.append(cells[1:])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


for form in (Path(__file__).parent.parent / "tests" / "forms").glob("*/*.md"):
    keep("xlsform", form.stem + ".xlsx", workbook(form.read_text()))
    if form.parent.name == "accepted":
        keep("xform", form.stem + ".xml", pyxform.xls2xform.convert(form.read_text()).xform.encode())
subprocess.run([makazi, "template", city, "--kinds", "city", "--indicators", "population", "--out", work / "template.xlsx"],
               check=True, capture_output=True)
keep("template", "template.xlsx", (work / "template.xlsx").read_bytes())
for table in (city / "exports" / "public" / "geoparquet").glob("*.parquet"):
    if table.stat().st_size < 60_000:
        keep("parquet", table.name, table.read_bytes())
for number, text in enumerate([
    "${a} + 2 * -${b} div 3 mod 4", "if(${a} = 'yes' and not(${b} > 1e3), concat('x', ${c}), '')", "selected(${a}, 'b')",
    "count(${r}) > sum(${r}/n) or . <= today()", "regex(., '^[0-9]{1,3}$')", "round(decimal-date-time(now()), 2) | ../b[1]",
    "format-date(date('2026-01-31') + 30, '%Y-%m-%d')", "substr(string-length(.), 0, 9)", "coalesce(${a}, once(7))",
]):
    keep("expression", f"{number}", text.encode())
topology = {"type": "Topology", "transform": {"scale": [0.01, 0.01], "translate": [36.8, -1.3]},
            "arcs": [[[0, 0], [10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]]],
            "objects": {"districts": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"name": "A"}},
                {"type": "LineString", "arcs": [-1], "id": 2}, {"type": "Point", "coordinates": [5, 5]}]}}}
keep("topojson", "a.topojson", json.dumps(topology).encode())
with zipfile.ZipFile(work / "submissions.zip", "w") as archive:
    archive.writestr("form.csv", "SubmissionDate,toilets,KEY\n2026-01-02T10:00:00Z,3,uuid:a\n")
    archive.writestr("form-member.csv", "age,PARENT_KEY,KEY\n4,uuid:a,uuid:a/member[1]\n")
    archive.writestr("media/photo.jpg", b"\xff\xd8")
keep("submissions_zip", "a.zip", (work / "submissions.zip").read_bytes())
keep("submissions_csv", "a.csv", b"SubmissionDate,toilets,meta-instanceID,KEY\n2026-01-02T10:00:00Z,3,uuid:a,uuid:a\n")
keep("submissions_xml", "a.xml", b"<?xml version=\"1.0\"?><f id=\"f\" version=\"1\"><toilets>3</toilets><m><age>4</age></m><m><age>5</age></m>"
     b"<meta><instanceID>uuid:a</instanceID></meta></f>")
keep("city_toml", "city.toml", (city / "city.toml").read_bytes())
every_table = Path(__file__).parent.parent / "crates/network/src/every_table.txt"
keep("network", "every_table", every_table.read_bytes())
if grid:
    keep("anything", "grid", short.encode())
for target in list(folder.iterdir()):
    for file in target.glob("*"):
        if target.name not in {"anything", "work"} and file.stat().st_size < 20_000:
            keep("anything", f"{target.name}_{file.name}", file.read_bytes())
shutil.rmtree(work)
