//! Cape Town, Accra and Jakarta from nothing to their profile, with figures that can be checked by hand against the files.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where its own ground gives way")]

mod common;

use common::{City, query};
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

#[test]
fn cape_town_counts_its_settlements_wards_and_flood_cells() {
    let city = City::collect("cape_town");
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
    ogrinfo_sees(&city.gpkg(), &["districts", "roads", "landuse", "osm_health"]);
    assert!(city.dir.join("outputs/profile.html").is_file());
}

#[test]
fn jakarta_knows_which_of_its_neighbourhood_units_flooded() {
    let city = City::collect("jakarta");
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
