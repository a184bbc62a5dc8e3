//! Hazards as they come in life: in centimetres, below zero, elsewhere, with periods missing, as a wide table, as events with their own
//! frequency, as a daily series. A small city of squares; everything in it is made up. What is wrong is named with what it does to the
//! result, and what can be computed is.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where its own ground gives way"
)]

mod common;

use common::{makazi, makazi_ok, text};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = r#"
[city]
id = "squares"
name = "Squares"
country = "KE"
invented = true
"#;

const RISK: &str = r#"
[[risk.exposure]]
id = "houses"
title = "Houses"
kind = "dwellings"
layer = "houses"
value_column = "value"
function = "half_a_metre"
[risk]
functions = [{ file = "functions.csv" }]
join = "linear"
"#;

fn source(id: &str, file: &str, rest: &str) -> String {
    format!(
        "\n[[source]]\nid = \"{id}\"\ntitle = \"{id}\"\nlicence = \"CC0-1.0\"\nquality = \"low\"\nfile = \"{file}\"\n{rest}\n"
    )
}

fn kept(id: &str, file: &str) -> String {
    source(id, file, &format!("keep_layer = {{ name = \"{id}\" }}"))
}

fn raster(id: &str, measures: &str) -> String {
    source(
        id,
        &format!("{id}.asc"),
        &format!("reference_system = \"EPSG:4326\"\nraster = {{ name = \"{id}\", measures = \"{measures}\" }}"),
    )
}

fn polygon(x: f64, properties: &str) -> String {
    let ring = [(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01), (0.0, 0.0)];
    let ring: Vec<String> = ring.iter().map(|(dx, dy)| format!("[{:.4},{dy}]", x + dx)).collect();
    format!(
        r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":[[{}]]}}}}"#,
        ring.join(",")
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// A grid of cells of a hundredth of a degree along the equator, from 36.
fn cells(values: &str, nodata: &str) -> String {
    let columns = values.split_whitespace().count();
    format!("ncols {columns}\nnrows 1\nxllcorner 36\nyllcorner 0\ncellsize 0.01\n{nodata}{values}\n")
}

/// Places, two houses of value 1000 in the first and third square, functions, and 2001 with ten days of 40 degrees (generated).
fn ground(dir: &Path) -> String {
    let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).expect("written");
    let square = |n: usize| {
        polygon(
            36.0 + 0.01 * f64::from(u8::try_from(n).expect("few")),
            &format!(r#""code":"{n}","name":"Square {n}","people":100,"d10":{},"d100":{}"#, n, n + 1),
        )
    };
    write("places.geojson", &collection(&[0, 1, 2].map(square)));
    write("houses.csv", "x,y,value\n36.005,0.005,1000\n36.025,0.005,1000\n");
    write(
        "functions.csv",
        "function,intensity,damage,unit\nhalf_a_metre,0,0,m\nhalf_a_metre,0.5,1,m\nodd,0,0,m\nodd,1,0.8,m\nodd,2,0.2,m\n",
    );
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut days = "date,value\n".to_owned();
    for (month, length) in (1..).zip(months) {
        for day in 1..=length {
            let hot = month == 1 && day <= 10;
            writeln!(days, "2001-{month:02}-{day:02},{}", if hot { 40.0 } else { 25.0 }).expect("text");
        }
    }
    write("days.csv", &days);
    let places = "[source.places]\nkind = \"settlement\"\nprefix = \"square\"\ncode = \"code\"\nname = \"name\"\n\
                  [[source.values]]\ncolumn = \"people\"\nindicator = \"population\"\nperiod = \"2018\"";
    let mut toml = HEAD.to_owned();
    toml += &source("places", "places.geojson", places);
    toml += &source("houses", "houses.csv", "longitude_latitude = [\"x\", \"y\"]\nkeep_layer = { name = \"houses\" }");
    toml += &kept("wide", "places.geojson");
    toml += &kept("days", "days.csv");
    toml
}

fn risk(dir: &Path, toml: &str) -> Value {
    std::fs::write(dir.join("city.toml"), toml).expect("city.toml");
    makazi_ok(&["collect", text(dir), "--data", text(dir)]);
    let output = makazi(&["assess", "risk", text(dir), "--data", text(dir), "--json"]);
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn codes(risk: &Value) -> Vec<(&str, &str)> {
    let list = risk["problems"].as_array().expect("problems");
    list.iter().map(|p| (p["code"].as_str().unwrap_or_default(), p["hint"].as_str().unwrap_or_default())).collect()
}

#[track_caller]
fn told(risk: &Value, code: &str, effect: &str) {
    let found = codes(risk);
    assert!(
        found.iter().any(|(c, hint)| *c == code && hint.contains(effect)),
        "{code} ({effect}) is not in {found:#?}"
    );
}

/// What an exposure loses in the first view of a hazard.
fn result<'a>(risk: &'a Value, (exposure, measure): (&str, &str), hazard: &str) -> &'a Value {
    let views = risk["views"].as_array().expect("views");
    let of = |r: &&Value| {
        let at = r["view"].as_u64().and_then(|at| usize::try_from(at).ok()).expect("a view");
        r["exposure"] == exposure && r["measure"]["id"] == measure && views[at]["hazard"] == hazard
    };
    let all = risk["results"].as_array().expect("results");
    &all.iter().find(of).unwrap_or_else(|| panic!("no {exposure} {measure} {hazard}: {:?}", codes(risk)))["whole"]
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

#[track_caller]
fn close(found: &Value, expected: f64) {
    assert!((number(found) - expected).abs() < 1e-6 * expected.abs().max(1.0), "{found} is not {expected}");
}

#[test]
fn hazards_with_faults_are_named_with_what_they_do_and_the_rest_is_computed() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path();
    let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).expect("written");
    let mut toml = ground(dir);
    // 25 cm and 50 cm called m; -9999 without a declared nodata; all cells wet; a grid beside the city
    write("metres.asc", &cells("25 0 50", ""));
    write("unmarked.asc", &cells("0.25 -9999 0", ""));
    write("wet.asc", &cells("0.25 -1 -1", "NODATA_value -1\n"));
    write("later.asc", &cells("0.25 0 0.5", ""));
    write("far.asc", &cells("1 0 1", "").replace("xllcorner 36", "xllcorner 50"));
    for (id, measures) in
        [("metres", "depth_m"), ("unmarked", "depth_m"), ("wet", "depth_m"), ("later", "depth_m"), ("far", "depth_m")]
    {
        toml += &raster(id, measures);
    }
    let footprint = |hazard: &str, rest: &str| format!("\n[[assess.footprint]]\nhazard = \"{hazard}\"\n{rest}\n");
    toml += &footprint("river_flood", "rasters = { metres = 10, unmarked = 100 }");
    toml += &footprint("river_flood", "raster = \"later\"\nreturn_period = 10\nscenario = \"2050\"");
    toml += &footprint("pluvial_flood", "raster = \"wet\"\nreturn_period = -5");
    toml += &footprint("coastal_flood", "raster = \"wet\"\nreturn_period = 10");
    toml += &footprint("landslide", "raster = \"far\"\nreturn_period = 10");
    toml += &RISK.replace("half_a_metre", "odd");
    let risk = risk(dir, &toml);
    told(&risk, "intensity_in_other_unit", "total loss");
    told(&risk, "cells_like_no_value", "count as not struck");
    told(&risk, "dry_cells_not_told", "not safe");
    told(&risk, "dry_cells_are_zero", "taken for safe");
    told(&risk, "return_period_wrong", "every expected figure");
    told(&risk, "return_periods_differ", "no change of the hazard");
    told(&risk, "hazard_elsewhere", "nothing was computed");
    told(&risk, "damage_function_falls", "stronger event costs less");
    told(&risk, "loss_falls_with_period", "average year is made of it");
    told(&risk, "intensity_falls_with_period", "belongs to another raster");
    // one of two houses in the one wet cell; the other lies where the raster says nothing
    let whole = result(&risk, ("houses", "struck_dwellings"), "coastal_flood");
    close(&whole["events"][0]["value"], 1.0);
    assert!(!risk["views"].to_string().contains("NaN"));
}

#[test]
fn wide_tables_centimetres_events_and_heat_are_computed() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path();
    let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).expect("written");
    let mut toml = ground(dir);
    write("depths.asc", &cells("25 0 50", ""));
    write("rows.csv", "event,cell,intensity\na,0,0.25\na,2,0.5\nb,2,0.25\nb,9,0.25\nc,2,-1\n");
    write("often.csv", "event,frequency\na,0.01\nb,0.1\nc,0.5\n");
    toml += &raster("depths", "depth_cm");
    toml += &kept("rows", "rows.csv");
    toml += &kept("often", "often.csv");
    toml += "\n[[assess.footprint]]\nhazard = \"pluvial_flood\"\nraster = \"depths\"\nreturn_period = 10\nwet_from_m = 0.1\n";
    toml += "\n[[assess.footprint]]\nhazard = \"river_flood\"\nlayer = \"wide\"\nunit = \"cm\"\ndepth_columns = { d10 = 10, d100 = 100 }\n";
    toml += RISK;
    toml +=
        "\n[[risk.events]]\nhazard = \"coastal_flood\"\nlayer = \"rows\"\nfrequencies = \"often\"\ncells = \"wide\"\n";
    let toml = toml.replace("cells = \"wide\"\n", "cells = \"grid\"\n")
        + &kept("grid", "grid.geojson")
        + "\n[[risk.heat]]\nlayer = \"days\"\nabove = 35.0\n";
    let cell = |n: u8| polygon(36.0 + 0.01 * f64::from(n), &format!(r#""cell":{n}"#));
    write("grid.geojson", &collection(&[0, 1, 2].map(cell)));
    let risk = risk(dir, &toml);
    // 25 cm lose half, 50 cm all
    close(&result(&risk, ("houses", "money_lost"), "pluvial_flood")["events"][0]["value"], 1500.0);
    // 1 cm and 3 cm once in 100 years, nothing and 2 cm once in 10
    let river = result(&risk, ("houses", "money_lost"), "river_flood");
    close(&river["events"][0]["value"], 40.0);
    close(&river["events"][1]["value"], 80.0);
    // a: 500 + 1000, b: 500; 0.01 x 1500 + 0.1 x 500
    let events = result(&risk, ("houses", "money_lost"), "coastal_flood");
    close(&events["year"]["value"], 65.0);
    told(&risk, "event_cell_unknown", "too low");
    told(&risk, "intensity_below_zero", "nothing is struck");
    // ten days of a generated year, 300 people
    let heat = result(&risk, ("people", "people_struck"), "heat");
    close(&heat["year"]["value"], 3000.0);
}

/// Houses of 1000 in squares 0 and 2, half lost at 0.25 m and all at 0.5 m; what the sea does now, and twice as often in 2050.
#[test]
fn a_set_of_events_has_measures_now_and_later_bands_and_ratios_as_computed_by_hand() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path();
    let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).expect("written");
    let mut toml = ground(dir);
    write("rows.csv", "event,cell,intensity\na,0,0.25\na,2,0.5\nb,2,0.25\n");
    write("often.csv", "event,frequency\na,0.01\nb,0.1\n");
    write("oftener.csv", "event,frequency\na,0.02\nb,0.2\n");
    let cell = |n: u8| polygon(36.0 + 0.01 * f64::from(n), &format!(r#""cell":{n}"#));
    write("grid.geojson", &collection(&[0, 1, 2].map(cell)));
    for (id, file) in
        [("rows", "rows.csv"), ("often", "often.csv"), ("oftener", "oftener.csv"), ("grid", "grid.geojson")]
    {
        toml += &kept(id, file);
    }
    toml += RISK;
    toml = toml.replace("value_column = \"value\"", "value_column = \"value\"\ncurrency = \"KES\"");
    for (scenario, often) in [("present", "often"), ("2050", "oftener")] {
        write!(
            toml,
            "\n[[risk.events]]\nhazard = \"coastal_flood\"\nscenario = \"{scenario}\"\nlayer = \"rows\"\nfrequencies = \"{often}\"\n\
             cells = \"grid\"\n"
        )
        .expect("text");
    }
    toml += "\n[[risk.heat]]\nlayer = \"days\"\nabove = 35.0\n";
    toml += "\n[[risk.scenario]]\nid = \"present\"\nyear = 2020\n[[risk.scenario]]\nid = \"2050\"\nyear = 2050\n";
    toml += "\n[[risk.uncertain]]\nwhat = \"value\"\nlow = 0.8\nhigh = 1.2\nsource = \"made up\"\n";
    toml += "\n[plan]\ndiscount_rate = 0.0\n";
    for (id, hazard, change) in [
        ("wall", "coastal_flood", "keeps_out_years = 10.0"),
        ("lower", "coastal_flood", "intensity_factor = 0.5"),
        ("floors", "coastal_flood", "raised_floor = 0.1"),
        ("trees", "heat", "intensity_less = 2.0"),
    ] {
        write!(
            toml,
            "\n[[plan.measure]]\nid = \"{id}\"\ntitle = \"{id}\"\nhazard = \"{hazard}\"\n{change}\ncost = 1000.0\n"
        )
        .expect("text");
    }
    let risk = risk(dir, &toml);
    told(&risk, "hazard_unknown", "heat is counted in days");
    let measure = |id: &str| {
        let all = risk["measures"].as_array().expect("measures");
        all.iter().find(|m| m["id"] == id).unwrap_or_else(|| panic!("no {id}: {:?}", codes(&risk)))
    };
    // a: 500 + 1000, b: 500; in the third square 0.25 m is met 0.11 times a year, 0.5 m and all of the first square 0.01 times
    for (id, with) in [("wall", 15.0), ("lower", 32.5), ("floors", 41.0)] {
        for (at, times) in [(0, 1.0), (1, 2.0)] {
            close(&measure(id)["without"][at], times * 65.0);
            close(&measure(id)["with"][at], times * with);
        }
        // 31 years at what is averted now, rising in a straight line to twice as much
        let benefit = 31.0 * 1.5 * (65.0 - with);
        close(&measure(id)["benefit"]["value"], benefit);
        close(&measure(id)["ratio"]["value"], benefit / 1000.0);
        // a value that may be a fifth off: from 0.82 to 1.18 of it in 9 of 10 samples
        let low = number(&measure(id)["benefit"]["low"]);
        assert!((low / (0.82 * benefit) - 1.0).abs() < 5e-3, "{id}: {low}");
    }
    let together = &measure("together");
    // wall and half the depth and the floors 0.1 m higher: of a 0.025 m and 0.15 m are left, of b nothing
    close(&together["with"][0], 0.01 * (50.0 + 300.0));
    assert!(measure("wall")["method"].as_str().expect("words").contains("plain sum of frequency x loss over 2 events"));
    let words = measure("wall")["changes"].as_str().expect("words").to_owned();
    assert!(words.contains("once in 10 years or more often, at each place, over all events together"), "{words}");
    let money = result(&risk, ("houses", "money_lost"), "coastal_flood");
    let (low, high) = (number(&money["year"]["low"]), number(&money["year"]["high"]));
    assert!((low / (0.82 * 65.0) - 1.0).abs() < 5e-3 && (high / (1.18 * 65.0) - 1.0).abs() < 5e-3, "{low} {high}");
    let page = std::fs::read_to_string(dir.join("outputs/risk.html")).expect("page");
    assert!(page.contains(": no measures. Heat is counted in days") && page.contains("<section id=sure>"));
}

/// 3, 60 and 40 houses that a federation mapped in three squares, all of them under water.
#[test]
fn the_page_and_every_export_leave_out_the_same_few_dwellings() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path();
    let mut toml = ground(dir);
    let mut rows = "x,y,value\n".to_owned();
    for (square, count) in [(0, 3), (1, 60), (2, 40)] {
        for house in 0..count {
            writeln!(rows, "{:.4},0.005,1000", 36.0005 + 0.01 * f64::from(square) + 0.0001 * f64::from(house))
                .expect("text");
        }
    }
    std::fs::write(dir.join("mapped.csv"), rows).expect("written");
    toml += &source(
        "mapped",
        "mapped.csv",
        "consent = \"federation\"\nlongitude_latitude = [\"x\", \"y\"]\nkeep_layer = { name = \"mapped\" }",
    );
    toml += "\n[consent.federation]\nowner = \"A federation\"\npurpose = \"planning\"\nlevel = \"public\"\nboundary = true\n";
    toml += "\n[[assess.footprint]]\nhazard = \"river_flood\"\nlayer = \"wide\"\ndepth_columns = { d10 = 10, d100 = 100 }\n";
    toml += &RISK.replace("layer = \"houses\"", "layer = \"mapped\"");
    // the first square is dry once in 10 years
    let risk = risk(dir, &toml);
    let struck = risk["results"].as_array().expect("results").iter().find(|r| r["measure"]["id"] == "struck_dwellings");
    let places = struck.expect("dwellings")["places"].as_array().expect("places");
    let mut on_page: Vec<String> = Vec::new();
    for place in places {
        let events = place["suffers"]["events"].as_array().expect("events");
        for (event, years) in events.iter().zip([10, 100]).filter(|(event, _)| event.is_null()) {
            on_page.push(format!("{} {years} {event}", place["place"].as_str().expect("an id")));
        }
    }
    makazi_ok(&["export", text(dir), "--for", "community"]);
    let table = std::fs::read_to_string(dir.join("exports/community/csv/observations.csv")).expect("observations");
    let line = |line: &&str| line.starts_with("structures_struck@square") && line.contains(",confidential,");
    let gone: Vec<&str> = table.lines().filter(line).collect();
    let of = |square: u8, years: u8| {
        gone.iter().any(|l| {
            l.starts_with(&format!("structures_struck@square:{square}["))
                && l.contains(&format!("return_period={years};"))
        })
    };
    // the 3, and the 40 beside them, so that the sum does not tell
    assert_eq!(on_page, ["square:0 100 null", "square:2 100 null"], "{places:?}");
    assert!(gone.len() == 2 && of(0, 100) && of(2, 100), "{gone:#?}");
    let lost = |l: &&str| l.starts_with("damage") && l.contains("@square") && l.contains(",confidential,");
    assert_eq!(table.lines().filter(lost).count(), 4, "money at the event and in a year, of both");
}

#[test]
fn settings_that_cannot_be_are_named_and_a_measure_without_a_future_says_why_it_has_no_ratio() {
    let folder = tempfile::tempdir().expect("temporary folder");
    let dir = folder.path();
    let mut toml = ground(dir);
    toml += "\n[[assess.footprint]]\nhazard = \"river_flood\"\nlayer = \"wide\"\nunit = \"cm\"\ndepth_columns = { d10 = 10, d100 = 100 }\n";
    toml += RISK;
    toml += "\n[[risk.scenario]]\nid = \"present\"\nyear = 2020\n[[risk.scenario]]\nid = \"grown\"\nyear = 2010\nhazard_of = \"present\"\ngrowth_per_year = 2.0\n";
    toml += "\n[plan]\ndiscount_rate = 0.05\n[[plan.measure]]\nid = \"floors\"\ntitle = \"Floors\"\nhazard = \"river_flood\"\nraised_floor = 600.0\ncost = 12345.0\n";
    let risk = risk(dir, &toml);
    told(&risk, "currency_not_said", "not taken for it");
    told(&risk, "growth_doubtful", "every loss");
    told(&risk, "scenario_before_present", "grown backwards");
    told(&risk, "floor_in_other_unit", "nearly every loss");
    let measure = &risk["measures"][0];
    assert!(measure["ratio"].is_null() && measure["cost"].is_null());
    let why = measure["without_present_value"].as_str().expect("a reason");
    assert!(why.contains("one scenario only") && why.contains("hazard_of"), "{why}");
    assert!(measure["changes"].as_str().expect("words").contains("costs 12,345 to make"), "{measure}");
    let page = std::fs::read_to_string(dir.join("outputs/risk.html")).expect("page");
    assert!(page.contains("have no present value") && page.contains("one scenario only"));
    // all that needs no data is said before any is brought in
    let check = makazi(&["check", text(&dir.join("city.toml"))]);
    let said = String::from_utf8_lossy(&check.stdout).into_owned() + &String::from_utf8_lossy(&check.stderr);
    for code in ["growth_per_year", "scenario.grown.year", "exposure.houses.currency"] {
        assert!(said.contains(code), "{code}: {said}");
    }
}
