//! Real files broken at random: whatever stands in a file, no reader panics, hangs or takes the machine's memory, and what
//! comes out of it is finite.
//!
//! Each reader has three seconds; `MAKAZI_FUZZ_SECONDS` gives it more, `MAKAZI_FUZZ_SEED` other mutations. A case that
//! fails is kept in a folder that the message names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on fails"
)]

mod case;
mod door;
mod mutate;
mod samples;

use case::{Case, fuzz};
use city::settings::{CitySettings, Reader, SourceSettings};
use mutate::{Dice, mutated};

fn settings() -> CitySettings {
    CitySettings::from_toml(example::CITY_TOML).unwrap()
}

/// The example's source of this id, reading from one file called `name`.
fn source(id: &str, name: &str) -> SourceSettings {
    let mut source = settings().sources.into_iter().find(|s| s.id.as_str() == id).unwrap();
    source.files = city::settings::OneOrMany::One(name.to_owned());
    source
}

/// Fuzzes a source of the example whose one file is mutated as it stands.
fn plain(id: &str, name: &str, bytes: &[u8]) {
    let source = source(id, name);
    fuzz(id, |dice| Case { source: &source, files: vec![(name.to_owned(), mutated(bytes, dice))] });
}

#[test]
fn geojson_however_broken_ends_well() {
    let city = samples::example();
    plain("districts_2010", "a.geojson", &samples::bytes(city.path(), "districts_2010.geojson"));
    plain("planned_areas", "a.geojson", &samples::bytes(city.path(), "planned_areas.geojson"));
}

#[test]
fn shapefiles_however_broken_end_well() {
    let city = samples::example();
    let zip = samples::bytes(city.path(), "districts_2018.zip");
    let parts = samples::unpacked(&zip);
    let renamed = |name: &str| format!("a.{}", name.rsplit('.').next().unwrap_or_default());
    let loose = source("districts", "a.shp");
    fuzz("shapefile", |dice| {
        let broken = dice.under(parts.len());
        let file = |(at, (name, content)): (usize, &(String, Vec<u8>))| {
            (renamed(name), if at == broken { mutated(content, dice) } else { content.clone() })
        };
        Case { source: &loose, files: parts.iter().enumerate().map(file).collect() }
    });
    let source = source("districts", "a.zip");
    fuzz("zipped shapefile", |dice| Case {
        source: &source,
        files: vec![("a.zip".to_owned(), rezipped(&parts, dice))],
    });
}

/// A zip of which either a file inside or the zip itself is broken.
fn rezipped(parts: &[(String, Vec<u8>)], dice: &mut Dice) -> Vec<u8> {
    let broken = dice.under(parts.len() + 1);
    let change = |(at, (name, content)): (usize, &(String, Vec<u8>)), dice: &mut Dice| {
        (name.clone(), if at == broken { mutated(content, dice) } else { content.clone() })
    };
    let files: Vec<_> = parts.iter().enumerate().map(|part| change(part, dice)).collect();
    let zip = samples::packed(&files);
    if broken == parts.len() { mutated(&zip, dice) } else { zip }
}

#[test]
fn tables_however_broken_end_well() {
    let city = samples::example();
    plain("census_2018", "a.csv", &samples::bytes(city.path(), "census_2018_wide.csv"));
    plain("facilities", "a.csv", &samples::bytes(city.path(), "facilities_2019.csv"));
    plain("census_age_sex", "a.csv", &samples::bytes(city.path(), "census/age_sex.csv"));
}

#[test]
fn workbooks_however_broken_end_well() {
    let city = samples::example();
    let parts = samples::unpacked(&samples::bytes(city.path(), "works_department_2019.xlsx"));
    let id = settings().sources.into_iter().find(|s| s.files.as_slice()[0].contains("works_department")).unwrap().id;
    let source = source(id.as_str(), "a.xlsx");
    fuzz("workbook", |dice| Case { source: &source, files: vec![("a.xlsx".to_owned(), rezipped(&parts, dice))] });
}

#[test]
fn profiles_however_broken_end_well() {
    let city = samples::example();
    let few = samples::few_profiles(&samples::bytes(city.path(), "profiles_ona.json"));
    plain("profiles", "a.json", &few);
    plain("profiles_2022", "a.csv", &samples::bytes(city.path(), "profiles_2022.csv"));
}

#[test]
fn extracts_however_broken_end_well() {
    let rule = |shape: &str, tag: &str| city::settings::OsmLayerSettings {
        name: shape.to_owned(),
        title: String::new(),
        shape: shape.to_owned(),
        tags: vec![tag.to_owned()],
        columns: vec!["name".to_owned()],
    };
    let mut source = source("planned_areas", "a.osm.pbf");
    (source.places, source.values) = (None, Vec::new());
    source.reader = Some(Reader::OsmPbf);
    source.osm = vec![rule("point", "highway"), rule("line", "highway"), rule("area", "building")];
    fuzz("extract", |dice| Case {
        source: &source,
        files: vec![("a.osm.pbf".to_owned(), mutated(samples::EXTRACT, dice))],
    });
}

#[test]
fn geopackages_however_broken_end_well() {
    let whole = samples::geopackage(&settings());
    let mut source = source("districts", "a.gpkg");
    "wards".clone_into(&mut source.layer);
    if let Some(places) = &mut source.places {
        (places.code, places.name) = (city::settings::OneOrMany::One("people".to_owned()), "name".to_owned());
    }
    fuzz("geopackage", |dice| Case { source: &source, files: vec![("a.gpkg".to_owned(), mutated(&whole, dice))] });
}

#[test]
fn rasters_however_broken_end_well() {
    let city = samples::example();
    for name in ["elevation.tif", "flood_depth_today_20.tif", "flood_depth_today_100.tif"] {
        let source = raster_source("a.tif");
        let whole = samples::bytes(city.path(), name);
        fuzz(name, |dice| Case { source: &source, files: vec![("a.tif".to_owned(), mutated(&whole, dice))] });
    }
    let (source, whole) = (raster_source("a.asc"), samples::bytes(city.path(), "population_2018.asc"));
    let prj = samples::bytes(city.path(), "population_2018.prj");
    fuzz("ascii grid", |dice| {
        let prj = if dice.under(4) == 0 { mutated(&prj, dice) } else { prj.clone() };
        Case { source: &source, files: vec![("a.asc".to_owned(), mutated(&whole, dice)), ("a.prj".to_owned(), prj)] }
    });
}

#[test]
fn topojson_however_broken_ends_well() {
    plain("districts_2010", "a.topojson", samples::TOPOLOGY);
    plain("planned_areas", "a.topojson", samples::TOPOLOGY);
}

#[test]
fn netcdf_however_broken_ends_well() {
    for (name, whole) in samples::NETCDF {
        let grid = raster_source("a.nc");
        let mut stations = source("facilities", "a.nc");
        (stations.places, stations.values) = (None, Vec::new());
        let source = if name.ends_with("stations") { stations } else { grid };
        fuzz(name, |dice| Case { source: &source, files: vec![("a.nc".to_owned(), mutated(whole, dice))] });
    }
}

#[test]
fn flatgeobuf_however_broken_ends_well() {
    let source = layer_source("a.fgb", "");
    fuzz("flatgeobuf", |dice| Case {
        source: &source,
        files: vec![("a.fgb".to_owned(), mutated(samples::FLATGEOBUF, dice))],
    });
}

#[test]
fn parquet_however_broken_ends_well() {
    let (source, whole) = (layer_source("a.parquet", ""), samples::parquet());
    fuzz("parquet", |dice| Case { source: &source, files: vec![("a.parquet".to_owned(), mutated(&whole, dice))] });
}

/// A source that keeps its rows as a layer and makes nothing else of them.
fn layer_source(name: &str, layer: &str) -> SourceSettings {
    let mut source = source("facilities", name);
    (source.places, source.values, source.longitude_latitude) = (None, Vec::new(), None);
    layer.clone_into(&mut source.layer);
    let kept = city::settings::LayerSettings { name: "kept".to_owned(), ..city::settings::LayerSettings::default() };
    source.keep_layer = Some(kept);
    source
}

#[test]
fn kml_however_broken_ends_well() {
    for (name, layer) in [("a.kml", ""), ("a.kml", "Wards & more")] {
        let source = layer_source(name, layer);
        fuzz("kml", |dice| Case { source: &source, files: vec![(name.to_owned(), mutated(samples::KML, dice))] });
    }
    let source = layer_source("a.kmz", "");
    let parts = [("doc.kml".to_owned(), samples::KML.to_vec())];
    fuzz("kmz", |dice| Case { source: &source, files: vec![("a.kmz".to_owned(), rezipped(&parts, dice))] });
}

#[test]
fn spreadsheets_however_broken_end_well() {
    let (source, parts) = (layer_source("a.ods", ""), samples::spreadsheet());
    fuzz("ods", |dice| Case { source: &source, files: vec![("a.ods".to_owned(), rezipped(&parts, dice))] });
}

#[test]
fn timetables_however_broken_end_well() {
    let parts = samples::timetable();
    for layer in collect::gtfs::LAYERS {
        let source = layer_source("a.zip", layer);
        fuzz("timetable", |dice| Case { source: &source, files: vec![("a.zip".to_owned(), rezipped(&parts, dice))] });
        let mut loose = layer_source("stops.txt", layer);
        loose.reader = Some(Reader::Gtfs);
        fuzz("loose timetable", |dice| {
            let broken = dice.under(parts.len());
            let file = |(at, (name, content)): (usize, &(String, Vec<u8>))| {
                (name.clone(), if at == broken { mutated(content, dice) } else { content.clone() })
            };
            Case { source: &loose, files: parts.iter().enumerate().map(file).collect() }
        });
    }
}

fn raster_source(name: &str) -> SourceSettings {
    let mut source = settings().sources.into_iter().find(|s| s.raster.is_some()).unwrap();
    source.files = city::settings::OneOrMany::One(name.to_owned());
    source
}

#[test]
fn submissions_however_broken_end_well() {
    let city = samples::example();
    let few = samples::few_profiles(&samples::bytes(city.path(), "profiles_ona.json"));
    let mut source = source("profiles", "a.json");
    source.profiles = None;
    source.reader = Some(Reader::Submissions);
    fuzz("submissions as JSON", |dice| Case {
        source: &source,
        files: vec![("a.json".to_owned(), mutated(&few, dice))],
    });
    let instance = b"<?xml version='1.0'?><f id='f' version='1'><g><water>piped</water><rent>12.5</rent></g><place>-1.3 36.8 0 0</place><member><age>4</age></member><member><age>31</age></member><meta><instanceID>uuid:1</instanceID></meta></f>";
    let main = b"SubmissionDate,g-water,g-rent,place-Latitude,place-Longitude,meta-instanceID,KEY\n2024-03-01T10:00:00.000Z,piped,12.5,-1.3,36.8,u1,u1\n";
    let repeat = b"age,PARENT_KEY,KEY\n4,u1,u1/member[1]\n31,u1,u1/member[2]\n";
    let of = |name: &str| {
        let mut of = source.clone();
        of.files = city::settings::OneOrMany::One(name.to_owned());
        of
    };
    let (instances, central) = (of("a.xml"), of("a.zip"));
    fuzz("instances", |dice| Case { source: &instances, files: vec![("a.xml".to_owned(), mutated(instance, dice))] });
    let parts = [("f.csv".to_owned(), main.to_vec()), ("f-member.csv".to_owned(), repeat.to_vec())];
    fuzz("central", |dice| Case { source: &central, files: vec![("a.zip".to_owned(), rezipped(&parts, dice))] });
}
