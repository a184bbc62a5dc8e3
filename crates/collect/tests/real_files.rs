//! The readers on the data of three cities. Their folder is `MAKAZI_DATA`, or `shared/data` beside the checkout; where
//! neither is there, these tests pass without testing anything.

#![allow(clippy::expect_used, reason = "a test stops where its own ground gives way")]

use city::Cell;
use city::settings::{OsmLayerSettings, TextSettings};
use collect::osm::OsmCounts;
use collect::{Records, Request};
use geo::{Area, HasDimensions};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn data() -> Option<PathBuf> {
    let beside = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared/data");
    let folder = std::env::var_os("MAKAZI_DATA").map_or(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Reads a file, or gives none where the data are not here.
fn records(read: fn(&Request) -> Records, file: &str, layer: &str) -> Option<Records> {
    let path = data()?.join(file);
    Some(read(&Request { path: &path, file, layer, text: &TextSettings::default() }))
}

fn codes(records: &Records) -> Vec<(&str, &str)> {
    records.problems.iter().map(|p| (p.code.as_str(), p.severity.as_str())).collect()
}

fn with_shape(records: &Records) -> usize {
    records.rows.iter().filter(|r| r.geometry.as_ref().is_some_and(|g| !g.is_empty())).count()
}

#[test]
fn every_shapefile_has_as_many_features_as_its_publisher_wrote() {
    let files = [
        ("cape_town/admin/wards_2021.shp", 116, 116, vec![]),
        ("cape_town/slums/informal_settlements.shp", 326, 326, vec![]),
        ("cape_town/hazard/grid_reference_500.shp", 24_014, 24_014, vec![]),
        ("cape_town/hazard/NASADEM_0100.shp", 1_412, 1_412, vec![]),
        ("jakarta/osm/jakarta_OSM_building.shp", 22_266, 22_266, vec![("dbf_missing", "warning")]),
        ("jakarta/admin/rw_jakarta.shp", 2_685, 2_685, vec![]),
        ("jakarta/roads/jakarta_roads.shp", 18_574, 18_574, vec![("number_overflow", "warning")]),
        ("accra/admin/accra_districts_31.shp", 31, 31, vec![]),
    ];
    for (file, rows, shapes, problems) in files {
        let Some(records) = records(collect::shapefile::read, file, "") else { return };
        assert_eq!((records.rows.len(), with_shape(&records), codes(&records)), (rows, shapes, problems), "{file}");
        assert!(records.reference_system.is_some(), "{file}");
    }
}

#[test]
fn ghana_has_260_districts_in_the_layer_of_a_zip_that_is_asked_for() {
    let read = collect::shapefile::read;
    let file = "accra/admin/gha_admbnda_gss_20210308_shp.zip";
    let Some(unchosen) = records(read, file, "") else { return };
    assert_eq!((codes(&unchosen), unchosen.rows.len()), (vec![("layer_not_chosen", "error")], 0));
    let layers = unchosen.problems[0].expected.trim_start_matches("one of ").split(", ").map(str::to_owned);
    let districts = layers.filter(|l| l.contains("adm2")).filter_map(|layer| records(read, file, &layer));
    let counts: Vec<usize> = districts.map(|d| d.rows.len()).collect();
    assert_eq!(counts, [260]);
}

#[test]
fn tables_have_as_many_rows_as_lines() {
    let files = [
        ("accra/census/cooking_fuel.csv", 1_116),
        ("accra/population/ghanapop.csv", 260),
        ("global/cities/world-cities.csv", 34_032),
        ("cape_town/census/toiletfacilities.csv", 2_290),
        ("accra/survey/water_households_2023.csv", 116),
    ];
    for (file, rows) in files {
        let Some(records) = records(collect::csv::read, file, "") else { return };
        assert_eq!((records.rows.len(), codes(&records)), (rows, vec![("delimiter_found", "note")]), "{file}");
    }
}

#[test]
fn the_first_of_nine_sheets_has_the_260_districts() {
    let Some(records) = records(collect::xlsx::read, "accra/population/gha_admpop_2022.xlsx", "") else { return };
    assert_eq!((records.rows.len(), codes(&records)), (260, vec![("sheet_chosen", "note")]));
    assert_eq!(records.columns.len(), 71);
}

#[test]
fn geojson_files_have_as_many_features_as_gdal_finds() {
    let files = [
        ("accra/admin/greater_accra_boundary_osm.geojson", 1),
        ("accra/admin/greater_accra_districts.geojson", 29),
        ("accra/osm/osm_healthsites.geojson", 652),
        ("accra/osm/osm_points_2019.geojson", 10_250),
        ("accra/osm/osm_roads_primary_secondary_2020.geojson", 2_057),
        ("accra/osm/osm_tourism_poi.geojson", 610),
        ("jakarta/osm/osm_buildings_attributes.geojson", 6_679),
    ];
    for (file, rows) in files {
        let Some(records) = records(collect::geojson::read, file, "") else { return };
        assert_eq!((records.rows.len(), with_shape(&records), codes(&records)), (rows, rows, vec![]), "{file}");
        assert_eq!(records.reference_system.as_deref(), Some("urn:ogc:def:crs:OGC:1.3:CRS84"), "{file}");
    }
}

#[test]
fn greater_accra_in_openstreetmap_has_its_highways() {
    let Some(path) = data().map(|d| d.join("accra/osm/greater_accra_2026.osm.pbf")) else { return };
    let rule = |name: &str, shape: &str, tags: &[&str]| OsmLayerSettings {
        name: name.to_owned(),
        title: String::new(),
        shape: shape.to_owned(),
        tags: tags.iter().map(|&t| t.to_owned()).collect(),
        columns: vec!["highway".to_owned(), "name".to_owned()],
    };
    let rules = [
        rule("roads", "line", &["highway"]),
        rule("areas", "area", &["natural", "landuse", "building", "boundary", "leisure", "amenity"]),
    ];
    let request = Request { path: &path, file: "a.osm.pbf", layer: "", text: &TextSettings::default() };
    let extract = collect::osm::read_layers(&request, &rules);
    assert_eq!(extract.counts, OsmCounts { nodes: 105_095, ways: 7_503, relations: 8 });
    let [(0, roads), (1, areas)] = extract.layers.as_slice() else { panic!("two layers") };
    assert!(extract.problems.is_empty() && roads.problems.is_empty() && areas.problems.is_empty());
    assert_eq!((roads.rows.len(), with_shape(roads)), (5_456, 5_456));
    let length: f64 = roads.rows.iter().filter_map(|row| row.geometry.as_ref()).map(planar_length).sum();
    assert!((length - 23.268_152_653_980_2).abs() < 1e-9, "{length}");
    let relations: Vec<_> = areas.rows.iter().filter(|row| row.cells[1].to_string() == "relation").collect();
    let area = |id: &str| {
        let row = relations.iter().find(|row| row.cells[0].to_string() == id);
        row.and_then(|row| row.geometry.as_ref()).map_or(0.0, Area::unsigned_area)
    };
    assert_eq!(relations.len(), 8);
    assert!((area("19251088") / 0.001_241_853_189_445 - 1.0).abs() < 1e-9, "{}", area("19251088"));
    assert!((area("18318895") / 6.794_071_666_500_04e-5 - 1.0).abs() < 1e-9, "{}", area("18318895"));
}

fn planar_length(geometry: &geo::Geometry<f64>) -> f64 {
    let geo::Geometry::LineString(line) = geometry else { return 0.0 };
    line.lines().map(|side| side.delta().x.hypot(side.delta().y)).sum()
}

/// Holes and planar areas as GDAL gives them (`NumInteriorRings`, `ST_Area` in the file's own units).
#[test]
fn areas_and_holes_are_those_that_gdal_finds() {
    let files = [
        ("cape_town/admin/wards_2021.shp", 3_551_055_281.768_46, 0),
        ("cape_town/slums/informal_settlements.shp", 46_549_538.846_372_5, 13),
        ("jakarta/admin/rw_jakarta.shp", 0.052_375_991_355_556_1, 0),
        ("jakarta/hazard/Jakarta_RW_2007flood.shp", 0.019_660_762_610_700_5, 0),
    ];
    for (file, area, holes) in files {
        let Some(records) = records(collect::shapefile::read, file, "") else { return };
        let shapes = records.rows.iter().filter_map(|row| row.geometry.as_ref());
        let found: f64 = shapes.clone().map(Area::unsigned_area).sum();
        assert!((found / area - 1.0).abs() < 1e-9, "{file}: {found}");
        assert_eq!(shapes.map(holes_in).sum::<usize>(), holes, "{file}");
    }
}

fn holes_in(geometry: &geo::Geometry<f64>) -> usize {
    match geometry {
        geo::Geometry::Polygon(area) => area.interiors().len(),
        geo::Geometry::MultiPolygon(areas) => areas.iter().map(|area| area.interiors().len()).sum(),
        _ => 0,
    }
}

/// Counted, summed and read with pyarrow 26.
#[test]
fn parquet_files_hold_what_pyarrow_finds() {
    let folder = "accra/census/parquet";
    let read = |file: &str| records(collect::parquet::read, &format!("{folder}/{file}.parquet"), "");
    let Some(toilets) = read("toilet_facility_type") else { return };
    let Some(sizes) = read("average_household_size") else { return };
    assert_eq!((toilets.rows.len(), toilets.columns.len(), codes(&toilets)), (5_004, 5, vec![]));
    assert_eq!((sizes.rows.len(), sizes.columns.len(), codes(&sizes)), (834, 4, vec![]));
    let last = |records: &Records| records.rows.last().map(|row| row.cells.clone()).expect("rows");
    let text = |text: &str| Cell::Text(text.to_owned());
    let public = [Cell::Integer(98), text("Urban"), text("Public toilet"), text("Nandom"), Cell::Integer(17)];
    assert_eq!(last(&toilets), public);
    // A number of 32 bits keeps the value that it has.
    assert_eq!(last(&sizes)[0], Cell::Real(3.599_999_904_632_568_4));
    let people = toilets.rows.iter().map(|row| if let Cell::Integer(n) = row.cells[0] { n } else { 0 }).sum::<i64>();
    assert_eq!(people, 100_281_348);
}

/// GDAL writes a layer as FlatGeobuf, with and without an index; where it is not installed, nothing is tested.
#[test]
fn flatgeobuf_of_gdal_holds_what_the_file_it_was_made_of_holds() {
    let layers = ["cape_town/slums/informal_settlements.shp", "jakarta/admin/kecamatan_jakarta.shp"];
    let folder = tempfile::tempdir().expect("a folder");
    for file in layers {
        let Some(before) = records(collect::shapefile::read, file, "") else { return };
        for index in ["NO", "YES"] {
            let made = folder.path().join(format!("{index}.fgb"));
            let mut ogr = std::process::Command::new("ogr2ogr");
            ogr.args(["-f", "FlatGeobuf", "-nlt", "PROMOTE_TO_MULTI", "-lco", &format!("SPATIAL_INDEX={index}")]);
            ogr.arg(&made).arg(data().expect("there").join(file)).env("GDAL_PAM_ENABLED", "NO");
            let Ok(done) = ogr.status() else { return };
            assert!(done.success(), "{file}");
            let text = TextSettings::default();
            let after = collect::flatgeobuf::read(&Request { path: &made, file: "a.fgb", layer: "", text: &text });
            assert_eq!((after.rows.len(), codes(&after)), (before.rows.len(), vec![]), "{file}");
            let names = |records: &Records| records.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
            assert_eq!(names(&after), names(&before), "{file}");
            let area = |r: &Records| r.rows.iter().flat_map(|r| &r.geometry).map(Area::unsigned_area).sum::<f64>();
            assert!((area(&after) / area(&before) - 1.0).abs() < 1e-9, "{file}");
            if index == "NO" {
                let cells = |records: &Records| records.rows.iter().map(|row| row.cells.clone()).collect::<Vec<_>>();
                assert_eq!(cells(&after), cells(&before), "{file}");
            }
        }
    }
}

#[test]
fn every_real_file_is_known_by_its_ending_and_content() {
    let Some(folder) = data() else { return };
    let mut folders = vec![folder];
    let mut known = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(reader) = collect::sniff::sniff(&path) {
                let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
                *known.entry((ending, reader.as_str())).or_insert(0) += 1;
            }
        }
    }
    let expected = [
        (("asc", "ascii_grid"), 4),
        (("csv", "csv"), 48),
        (("geojson", "geojson"), 7),
        (("gpkg", "geopackage"), 1),
        (("json", "topojson"), 1),
        (("parquet", "parquet"), 2),
        (("pbf", "osm_pbf"), 1),
        (("shp", "shapefile"), 15),
        (("tif", "geotiff"), 5),
        (("txt", "csv"), 7),
        (("xlsx", "xlsx"), 1),
        (("zip", "gtfs"), 1),
        (("zip", "shapefile"), 1),
    ];
    let expected = expected.map(|((ending, reader), count)| ((ending.to_owned(), reader), count));
    assert_eq!(known.into_iter().collect::<Vec<_>>(), expected);
}
