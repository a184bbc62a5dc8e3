//! The readers on the data of three cities. Their folder is `MAKAZI_DATA`, or `shared/data` beside the checkout; where
//! neither is there, nothing is tested and that is said.

use city::settings::TextSettings;
use city::{Cell, ColumnType, Severity};
use collect::{Records, Request};
use geo::{Geometry, GeodesicArea, HasDimensions};
use std::path::{Path, PathBuf};

fn data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var_os("MAKAZI_DATA").map_or(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Reads a file, or gives none where the data are not here.
fn records(read: fn(&Request) -> Records, file: &str, layer: &str) -> Option<Records> {
    let path = data()?.join(file);
    let started = std::time::Instant::now();
    let records = read(&Request { path: &path, file, layer, text: &TextSettings::default() });
    eprintln!("{file}: {} rows in {:?}", records.rows.len(), started.elapsed());
    Some(records)
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
        for problem in &records.problems {
            eprintln!("{problem}");
        }
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
fn csv_files_of_three_cities_have_their_rows() {
    let files = [
        ("accra/census/cooking_fuel.csv", 1_260),
        ("accra/population/ghanapop.csv", 260),
        ("global/cities/world-cities.csv", 1),
        ("cape_town/census/toiletfacilities.csv", 1),
        ("accra/survey/water_households_2023.csv", 1),
    ];
    for (file, _) in files {
        let Some(records) = records(collect::csv::read, file, "") else { return };
        for problem in &records.problems {
            eprintln!("{problem}");
        }
    }
    for file in ["accra/population/gha_admpop_2022.xlsx"] {
        let Some(records) = records(collect::xlsx::read, file, "") else { return };
        for problem in &records.problems {
            eprintln!("{problem}");
        }
        eprintln!("{:?}", records.columns);
    }
}
