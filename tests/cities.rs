//! Cape Town, Accra and Jakarta from nothing to their profile, with figures that can be checked by hand against the files.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use city::settings::CitySettings;
use city::{Problem, Severity};
use common::{City, query};
use std::collections::BTreeSet;
use std::path::Path;

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "{found} is not {expected} within {tolerance}");
}

fn ogrinfo_sees(file: &Path, layers: &[&str]) {
    let output = std::process::Command::new("ogrinfo").arg("-so").arg(file).output().expect("ogrinfo is installed");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    for layer in layers {
        assert!(text.contains(layer), "ogrinfo does not see {layer}:\n{text}");
    }
    assert!(!text.contains("Warning") && !text.contains("ERROR"), "{text}");
}

/// No source of the city was left out.
fn all_came_in(city: &City) {
    let left_out = query(&city.gpkg(), "SELECT id FROM source WHERE fingerprint = '' AND id <> 'city_toml'");
    assert!(left_out.is_empty(), "{left_out:?}");
}

/// The files that the three cities name in city.toml; that they come in is tested city by city.
fn files_of_cities() -> BTreeSet<String> {
    let settings = ["accra", "cape_town", "jakarta"].map(|name| {
        let path = common::root().join("cities").join(name).join("city.toml");
        CitySettings::from_toml(&std::fs::read_to_string(path).expect("city.toml")).expect("a city")
    });
    settings.iter().flat_map(|s| s.sources.iter().flat_map(|source| source.files.as_slice().iter().cloned())).collect()
}

/// Every file of the manifest belongs to a city, or `makazi check` reads it without an error, or it is refused by name with what
/// to do about it.
#[test]
fn every_file_of_the_data_comes_in_or_says_why_not() {
    let of_cities = files_of_cities();
    let mut manifest = csv::Reader::from_path(common::data().join("manifest.csv")).expect("manifest.csv");
    let files: Vec<String> = manifest.records().map(|row| row.expect("a row")[0].to_owned()).collect();
    assert_eq!(files.len(), 88);
    let (mut only_read, mut refused) = (Vec::new(), Vec::new());
    for file in files.iter().filter(|file| !of_cities.contains(*file)) {
        let report = flow::check(&common::data().join(file));
        let errors: Vec<&Problem> = report.problems.iter().filter(|p| p.severity == Severity::Error).collect();
        match errors.as_slice() {
            [] => only_read.push((file.as_str(), report.kind)),
            [problem] => {
                assert!(!problem.hint.is_empty(), "{problem}");
                refused.push((file.as_str(), problem.code.clone()));
            }
            many => panic!("{file}: {many:?}"),
        }
        assert!(!report.holds.is_empty() || !errors.is_empty(), "{file}: nothing is said of it");
    }
    // What concerns the whole world is read where a city asks for it.
    let csv = |file| (file, "csv".to_owned());
    assert_eq!(
        only_read,
        [
            csv("global/damage_curves/curves.csv"),
            csv("global/damage_curves/metadata.csv"),
            csv("global/cities/world-cities.csv"),
            ("global/admin/world_atlas_countries-110m.topo.json", "topojson".to_owned()),
        ]
    );
    assert_eq!(refused, [("global/damage_curves/jrc_flood_depth_damage.json", "format_unsupported".to_owned())]);
}

#[test]
fn cape_town_counts_its_settlements_wards_and_flood_cells() {
    let city = City::collect("cape_town");
    all_came_in(&city);
    // 326 settlements; people 0 is unknown: a gap, not a zero.
    close(city.number("SELECT count(*) FROM place WHERE kind = 'settlement'"), 326.0, 0.0);
    let sum = |indicator: &str| {
        format!(
            "SELECT sum(value) FROM observation WHERE indicator = '{indicator}' AND \"group\" = '' \
             AND source = 'informal_settlements' AND place LIKE 'settlement:%' AND locator IS NOT NULL"
        )
    };
    close(city.number(&sum("population")), 581_854.0, 0.0);
    close(city.number(&sum("households")), 197_907.0, 0.0);
    close(city.number(&sum("toilets_total")), 19_759.0, 0.0);
    let unknown = "SELECT count(*) FROM observation WHERE indicator = 'population' AND gap IS NOT NULL AND place LIKE 'settlement:%'";
    close(city.number(unknown), 110.0, 0.0);
    close(city.number("SELECT count(*) FROM observation WHERE indicator = 'population' AND value = 0 AND place LIKE 'settlement:%'"), 0.0, 0.0);
    // 97 settlements have toilets and no people.
    close(
        city.number(
            "SELECT count(*) FROM observation p JOIN observation t ON t.place = p.place AND t.indicator = 'toilets_total' \
             AND t.\"group\" = '' AND t.value > 0 WHERE p.indicator = 'population' AND p.\"group\" = '' AND p.gap IS NOT NULL",
        ),
        97.0,
        0.0,
    );
    // 42 settlements with 124,026 people count no toilet: 22 of formal dwellings (Formal, Semi-det) where that is not known,
    // and 20 of informal ones where it means none.
    let without = |test: &str| {
        format!(
            "SELECT count(*), sum(p.value) FROM observation p JOIN observation t ON t.place = p.place \
             AND t.indicator = 'toilets_total' AND t.\"group\" = '' AND {test} \
             WHERE p.indicator = 'population' AND p.\"group\" = '' AND p.value > 0 AND p.place LIKE 'settlement:%'"
        )
    };
    let all = query(&city.gpkg(), &without("(t.value = 0 OR t.gap IS NOT NULL)"));
    assert_eq!(all, [["42", "124026"]]);
    close(city.number(&without("t.gap IS NOT NULL")), 21.0, 0.0);
    // The census row and the sum of its 111 wards differ by two.
    close(city.observed("population", "city:cape_town", "", "census_population"), 3_740_026.0, 5.0);
    close(
        city.number(
            "SELECT sum(value) FROM observation WHERE indicator = 'population' AND \"group\" = '' \
             AND source = 'census_population' AND place LIKE 'ward_2011:%'",
        ),
        3_740_028.0,
        0.0,
    );
    close(city.number("SELECT count(*) FROM place WHERE id LIKE 'ward_2011:%' AND geometry IS NULL"), 111.0, 0.0);
    close(city.number("SELECT count(*) FROM place WHERE id LIKE 'ward:%' AND geometry IS NOT NULL"), 116.0, 0.0);
    // Toilets are counted in persons in the 2011 edition and in households in that of 2016.
    let toilets = |indicator: &str, prefix: &str| {
        format!(
            "SELECT sum(value) FROM observation WHERE indicator = '{indicator}' AND \"group\" LIKE 'toilet=%' \
             AND source = 'census_toilets' AND place LIKE '{prefix}:%'"
        )
    };
    close(city.number(&toilets("population", "ward_2011")), 3_740_030.0, 0.0);
    close(city.number(&toilets("households", "ward")), 1_114_194.0, 0.0);
    flood_cells(&city);
    // Collected again, the wards of 2011 that the census makes are there again and nothing is missed.
    city.run("collect", &["--again"]);
    close(city.number("SELECT count(*) FROM place WHERE id LIKE 'ward_2011:%'"), 111.0, 0.0);
    close(city.number("SELECT count(*) FROM problem WHERE code = 'place_no_longer_given'"), 0.0, 0.0);
    ogrinfo_sees(&city.gpkg(), &["districts", "settlements", "observation", "coastal_flood_nasadem_2018", "roads"]);
    close(city.number("SELECT count(*) FROM layer_styles WHERE f_table_name = 'settlements'"), 1.0, 0.0);
    close(city.number("SELECT count(*) FROM roads"), 16_644.0, 0.0);
}

/// The flood tables joined to the cells of the grid: an absent cell is dry, return period 0 is permanent water, and the share
/// flooded grows with the return period while the mean depth of the wet part need not.
fn flood_cells(city: &City) {
    close(city.number("SELECT count(*) FROM grid_500m"), 24_014.0, 0.0);
    for (layer, rows) in [
        ("coastal_flood_nasadem_2018", 2082.0),
        ("coastal_flood_nasadem_2050_slr", 2313.0),
        ("coastal_flood_meritdem_2018", 2380.0),
        ("coastal_flood_meritdem_2050_slr", 2576.0),
    ] {
        close(city.number(&format!("SELECT count(*) FROM {layer}")), rows, 0.0);
        close(city.number(&format!("SELECT count(*) FROM {layer} WHERE geometry IS NULL")), 0.0, 0.0);
        let falls = |column: &str| {
            format!(
                "SELECT count(*) FROM {layer} a JOIN {layer} b ON a.ID = b.ID \
                 AND CAST(a.return_period AS REAL) < CAST(b.return_period AS REAL) \
                 WHERE CAST(a.{column} AS REAL) > CAST(b.{column} AS REAL) + 1e-9"
            )
        };
        close(city.number(&falls("prop_flood")), 0.0, 0.0);
        assert!(city.number(&falls("flood_dept")) > 0.0, "{layer}: the mean depth of the wet part falls somewhere");
    }
}

#[test]
fn accra_joins_all_29_districts_and_keeps_its_people() {
    let city = City::collect("accra");
    all_came_in(&city);
    close(city.number("SELECT count(*) FROM place WHERE id LIKE 'district:%'"), 29.0, 0.0);
    close(
        city.number(
            "SELECT sum(value) FROM observation WHERE indicator = 'population' AND \"group\" = '' AND place LIKE 'district:%'",
        ),
        5_455_692.0,
        0.0,
    );
    close(
        city.number(
            "SELECT value FROM observation WHERE indicator = 'population' AND \"group\" = '' AND place = 'city:accra'",
        ),
        5_455_692.0,
        0.0,
    );
    for table in ["census_lighting", "census_water", "census_toilets", "census_waste", "census_tenure"] {
        let sql = format!(
            "SELECT count(DISTINCT place) FROM observation WHERE source = '{table}' AND place LIKE 'district:%'"
        );
        close(city.number(&sql), 29.0, 0.0);
    }
    // Improved water 98.3 % with packaged water and without tankers, 23.9 % without packaged water (2021 census).
    let share = |indicator: &str| {
        city.number(&format!(
            "SELECT value FROM observation WHERE indicator = '{indicator}' AND place = 'city:accra' AND \"group\" = ''"
        ))
    };
    close(share("improved_water_share"), 99.646_9, 0.000_1);
    close(share("improved_water_without_delivered_share"), 98.335_5, 0.000_1);
    close(share("improved_water_without_packaged_share"), 23.868_4, 0.000_1);
    let households =
        "SELECT value FROM observation WHERE indicator = 'households' AND \"group\" = '' AND place = 'city:accra'";
    close(city.number(households), 1_698_371.0, 0.0);
    close(city.number("SELECT count(*) FROM roads"), 5456.0, 0.0);
    let osm = "SELECT value FROM problem WHERE source = 'osm_2026' AND code = 'osm_counts'";
    let counts = &query(&city.gpkg(), osm)[0][0];
    assert!(counts.contains("105095 nodes") && counts.contains("7503 ways"), "{counts}");
    trotros(&city);
    ogrinfo_sees(&city.gpkg(), &["districts", "roads", "landuse", "osm_health", "trotro_lines_2019"]);
    assert!(city.dir.join("outputs/profile.html").is_file());
}

/// Counted in the feeds themselves by another program; the one of 2022 came without shapes.
fn trotros(city: &City) {
    let sum = |column: &str, layer: &str| city.number(&format!("SELECT sum({column}) FROM {layer}"));
    for (year, stops, lines, calls, departures) in
        [("2019", 4171.0, 554.0, 11_333.0, 53_290.0), ("2022", 2666.0, 563.0, 11_653.0, 114_750.0)]
    {
        close(sum("1", &format!("trotro_stops_{year}")), stops, 0.0);
        close(sum("trips", &format!("trotro_stops_{year}")), calls, 0.0);
        close(sum("geometry IS NOT NULL", &format!("trotro_lines_{year}")), lines, 0.0);
        close(sum("departures_weekday", &format!("trotro_lines_{year}")), departures, 1e-6);
    }
    close(sum("departures_weekday", "trotro_stops_2019"), 991_579.0, 1e-6);
    // 1,646 of the 4,171 are stations, of which nothing is known by themselves.
    close(sum("trips IS NULL", "trotro_stops_2019"), 1646.0, 0.0);
    let from = |year: &str| query(&city.gpkg(), &format!("SELECT DISTINCT geometry_from FROM trotro_lines_{year}"));
    assert_eq!((from("2019"), from("2022")), (vec![vec!["shape".to_owned()]], vec![vec!["stops".to_owned()]]));
    // Line 344 of the first feed: every 600 s from 5 to 22 h.
    let line = "SELECT headway_minutes FROM trotro_lines_2019 WHERE route_id = '7589525' AND direction = 0";
    close(city.number(line), 10.0, 1e-9);
    let missing = "SELECT value FROM problem WHERE source = 'trotro_lines_2022' AND code = 'timetable_file_missing'";
    assert_eq!(query(&city.gpkg(), missing), [["shapes.txt"]]);
}

#[test]
fn jakarta_knows_which_of_its_neighbourhood_units_flooded() {
    let city = City::collect("jakarta");
    all_came_in(&city);
    close(city.number("SELECT count(*) FROM place WHERE id LIKE 'rw:%'"), 2685.0, 0.0);
    close(city.number("SELECT count(*) FROM flood_2007"), 1009.0, 0.0);
    // Seven of the 1,009 outlines stand twice: 1,002 units flooded.
    close(
        city.number(
            "SELECT count(DISTINCT place) FROM observation WHERE indicator = 'flooded_lived' AND place LIKE 'rw:%'",
        ),
        1002.0,
        0.0,
    );
    for (name, wet) in [("flood_depth_current", 76_169), ("flood_depth_design", 51_985)] {
        assert_eq!(wet_cells(&city.dir.join("rasters").join(format!("{name}.tif"))), wet, "{name}");
    }
    close(city.number("SELECT count(*) FROM building_outlines"), 22_266.0, 0.0);
    close(city.number("SELECT count(*) FROM building_attributes"), 6679.0, 0.0);
    // The population grid does not say per what: nothing is measured on it.
    close(city.number("SELECT count(*) FROM observation WHERE source = 'population_grid'"), 0.0, 0.0);
    ogrinfo_sees(&city.gpkg(), &["districts", "flood_2007", "roads", "building_attributes"]);
}

/// Cells over 0, counted by GDAL.
fn wet_cells(raster: &Path) -> usize {
    let output = std::process::Command::new("gdal_translate")
        .args(["-q", "-of", "XYZ"])
        .arg(raster)
        .arg("/vsistdout/")
        .output()
        .expect("gdal_translate is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let depths = text.lines().filter_map(|line| line.rsplit(' ').next()?.parse::<f64>().ok());
    depths.filter(|depth_m| *depth_m > 0.0).count()
}
