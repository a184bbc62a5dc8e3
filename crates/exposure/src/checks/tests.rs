use super::*;
use crate::testing::{house, layer, seen, table, things_of};
use assess::evidence::{Cells, Footprint, Wet, WetArea};
use city::Estimate;
use city::risk::Measure;
use city::risk_settings::ExposureKind;
use geo_types::{MultiPolygon, Rect};
use grid::crs::Crs;
use grid::{GeoTransform, MemoryRaster};
use risk::DamageFunction;

fn raster(values: &[f64]) -> MemoryRaster {
    let transform = GeoTransform::new((0.0, 1.0), (1.0, -1.0)).unwrap();
    MemoryRaster::new((values.len(), 1), transform, None, values.to_vec()).unwrap()
}

/// Codes of the problems of a footprint of these cells.
fn of_values(values: &[f64], toml: &str, crs: Crs) -> Vec<(String, String)> {
    let raster = raster(values);
    let cells = Cells { window: &raster, crs, source: "cells".into(), title: "Depth".into() };
    let settings = toml::from_str(&format!("hazard = \"river_flood\"\n{toml}")).unwrap();
    let footprint = Footprint { settings, source: "cells".into(), wet: Wet::Depths(Box::new(cells)) };
    of_cells(&[footprint]).into_iter().map(|p| (p.code, p.value)).collect()
}

fn codes(values: &[f64]) -> Vec<String> {
    of_values(values, "", Crs::wgs84()).into_iter().map(|(code, _)| code).collect()
}

#[test]
fn cells_below_zero_are_told_apart_from_marks_of_no_value() {
    let gap = f64::NAN;
    assert_eq!(codes(&[0.0, 1.0, gap]), Vec::<String>::new());
    assert_eq!(codes(&[0.0, -0.5, gap]), ["intensity_below_zero"]);
    let marked = of_values(&[-9999.0, 1.0, -3.4e38, 0.0, gap], "", Crs::wgs84());
    assert_eq!(marked, [("cells_like_no_value".to_owned(), "Depth (2 cells)".to_owned())]);
}

#[test]
fn a_raster_without_a_dry_cell_or_without_a_gap_is_told() {
    assert_eq!(codes(&[f64::NAN, 1.0]), ["dry_cells_not_told"]);
    assert_eq!(codes(&[0.0, 1.0]), ["dry_cells_are_zero"]);
    assert_eq!(codes(&[1.0, 2.0]), Vec::<String>::new());
}

#[test]
fn a_raster_that_holds_less_at_a_longer_period_is_named_with_layer_and_period() {
    let of = |rare: &[f64], scenario: &str| {
        let (often, rare) = (raster(&[0.0, 1.0, f64::NAN, 0.5]), raster(rare));
        let one = |window, title: &str, years: f64, scenario: &str| Footprint {
            settings: toml::from_str(&format!(
                "hazard = \"river_flood\"\nreturn_period = {years}\nscenario = \"{scenario}\""
            ))
            .unwrap(),
            source: "cells".into(),
            wet: Wet::Depths(Box::new(Cells {
                window,
                crs: Crs::wgs84(),
                source: "cells".into(),
                title: title.into(),
            })),
        };
        let found = of_cells(&[one(&rare, "Rare", 100.0, scenario), one(&often, "Often", 10.0, "present")]);
        let falls = found.into_iter().filter(|p| p.code == "intensity_falls_with_period");
        falls.map(|p| p.value).collect::<Vec<_>>()
    };
    assert_eq!(
        of(&[0.2, 0.1, f64::NAN, 0.9], "present"),
        ["Rare, once in 100 years: 0.300 m on average over its cells, below 0.375 of Often, once in 10 years"]
    );
    // as much is no fall, another scenario no rarer event, other cells cannot be compared
    assert!(of(&[0.6, 0.0, f64::NAN, 0.9], "present").is_empty());
    assert!(of(&[0.2, 0.1, f64::NAN, 0.9], "2050").is_empty());
    assert!(of(&[0.2, 0.1], "present").is_empty());
}

#[test]
fn cold_is_no_fault_of_a_temperature() {
    assert_eq!(of_values(&[-5.0, f64::NAN, 30.0], "unit = \"degC\"", Crs::wgs84()), []);
}

#[test]
fn another_reference_system_is_noted() {
    let found = of_values(&[0.0, 1.0, f64::NAN], "", Crs::from_epsg(32737).unwrap());
    assert_eq!(found[0].0, "hazard_reference_system");
    assert!(found[0].1.starts_with("Depth in "), "{found:?}");
}

fn square(x: f64) -> MultiPolygon<f64> {
    MultiPolygon(vec![Rect::new((x, 0.0), (x + 1.0, 1.0)).to_polygon()])
}

fn area(x: f64, depth: f64, share: f64) -> WetArea {
    WetArea { surface: square(x), depth_m: Some(depth), share, return_period: Some(10.0) }
}

#[test]
fn areas_that_cannot_be_are_counted() {
    let settings = toml::from_str("hazard = \"river_flood\"\nlayer = \"areas\"").unwrap();
    let areas = vec![area(0.0, -1.0, 1.0), area(1.0, 1.0, 35.0), area(2.0, 1.0, 1.0)];
    let found = of_cells(&[Footprint { settings, source: "areas".into(), wet: Wet::Areas(areas) }]);
    let codes: Vec<_> = found.iter().map(|p| (p.code.as_str(), p.value.as_str())).collect();
    assert_eq!(
        codes,
        [("intensity_below_zero", "areas present (1 areas)"), ("wet_share_wrong", "areas present (1 areas)")]
    );
}

#[test]
fn a_scenario_that_lacks_a_period_is_named_with_the_period() {
    let areas = [area(0.0, 1.0, 1.0)];
    let one = |scenario: &str, years: &[f64]| seen(scenario, years, &areas);
    assert!(of_periods(&[one("present", &[10.0, 100.0]), one("2050", &[10.0, 100.0])]).is_empty());
    let told = of_periods(&[one("present", &[10.0, 50.0, 100.0]), one("2050", &[10.0, 100.0])]);
    assert_eq!(told[0].code, "return_periods_differ");
    assert!(told[0].value.contains("2050 lacks the periods of 50 years"), "{}", told[0].value);
}

#[test]
fn depths_in_centimetres_called_metres_are_doubted_and_kept() {
    let areas = [area(0.0, 250.0, 1.0)];
    let (layer, settings) = layer(vec![house(0.5, 0.5)], "");
    let things = things_of(&layer, &settings);
    let hit = Hit { struck: 1.0, intensity: Some(250.0), ..Hit::default() };
    let mut problems = Vec::new();
    let hits = kept(&things, &seen("present", &[10.0], &areas), Some(vec![vec![hit]]), &mut problems).unwrap();
    assert_eq!(hits[0][0].intensity, Some(250.0));
    assert_eq!(problems[0].code, "intensity_in_other_unit");
    assert!(problems[0].value.starts_with("250 m in river_flood") && problems[0].hint.contains("cm"));
}

/// Codes, rows and columns of what is odd in depths beside each of some houses, once in 10 years and in 100.
fn of_depths(rows: &[[&str; 2]]) -> Vec<(String, Option<u64>, String)> {
    let text = |cell: &str| city::Cell::Text(cell.to_owned());
    let feature = |row: &[&str; 2]| city::Feature { geometry: None, cells: row.map(text).to_vec() };
    let (_, settings) = layer(vec![], "");
    let read = table("houses", &["d10", "d100"], rows.iter().map(feature).collect());
    let mut seen = seen("present", &[10.0, 100.0], &[]);
    seen.events = vec![Strike::Column("d10"), Strike::Column("d100")];
    let found = columns::of_columns(&things_of(&read, &settings), &seen);
    found.into_iter().map(|p| (p.code, p.row, p.column)).collect()
}

#[test]
fn depths_that_fall_as_floods_get_rarer_are_named_with_columns_and_the_first_row() {
    assert!(of_depths(&[["0", "1"], ["1", "1"], ["", "1"], ["1", ""]]).is_empty());
    let expected = [("intensity_falls_with_period".to_owned(), Some(2), "d100 below d10 (2)".to_owned())];
    assert_eq!(of_depths(&[["0", "1"], ["1", "0.5"], ["2", "1"]]), expected);
}

#[test]
fn a_depth_without_end_is_no_depth() {
    let found = of_depths(&[["0", "1"], ["1", "inf"]]);
    assert_eq!(found, [("intensity_not_finite".to_owned(), Some(2), "d100".to_owned())]);
}

#[test]
fn a_hazard_that_lies_elsewhere_is_no_hazard_that_spares() {
    let raster = raster(&[1.0]);
    let cells = Cells { window: &raster, crs: Crs::wgs84(), source: "cells".into(), title: "Depth".into() };
    let (layer, settings) = layer(vec![house(10.0, 10.0)], "");
    let things = things_of(&layer, &settings);
    let mut far = seen("present", &[10.0], &[]);
    far.events = vec![Strike::Cells(&cells, 0.0)];
    let open = vec![vec![Hit { not_covered: 1.0, ..Hit::default() }]];
    let mut problems = Vec::new();
    assert!(kept(&things, &far, Some(open), &mut problems).is_none());
    assert_eq!((problems[0].code.as_str(), problems[0].severity), ("hazard_elsewhere", city::Severity::Error));
    let areas = [area(0.0, 1.0, 1.0)];
    let spared = vec![vec![Hit::default()]];
    assert!(kept(&things, &seen("present", &[10.0], &areas), Some(spared), &mut problems).is_some());
    assert_eq!((problems[1].code.as_str(), problems[1].severity), ("hazard_elsewhere", city::Severity::Warning));
}

#[test]
fn a_function_in_use_that_falls_and_a_loss_that_falls_are_told() {
    let mut library = FunctionLibrary::new();
    let rows = "function,intensity,damage,unit\nodd,0,0.5,m\nodd,1,0.2,m\nunused,0,0.5,m\nunused,1,0.2,m\n";
    for function in risk::functions::read_functions_csv(rows, "f.csv").functions {
        library.put(function);
    }
    assert!(DamageFunction::new("odd", vec![0.0, 1.0], vec![0.5, 0.2]).unwrap().falls_at().is_some());
    let (layer, settings) = layer(vec![house(0.5, 0.5)], "function = \"odd\"");
    let things = things_of(&layer, &settings);
    let told = of_functions(std::slice::from_ref(&things), &library);
    assert_eq!(
        told.iter().map(|p| (p.code.as_str(), p.value.as_str())).collect::<Vec<_>>(),
        [("damage_function_falls", "odd at 1")]
    );

    let areas = [area(0.0, 1.0, 1.0)];
    let result = |losses: &[f64]| RiskResult {
        exposure: "houses".into(),
        title: String::new(),
        measure: Measure::LostThings(ExposureKind::Dwellings),
        view: 0,
        method: String::new(),
        whole: Suffered { events: losses.iter().map(|x| Estimate::exact(*x).ok()).collect(), ..Suffered::default() },
        groups: Vec::new(),
        places: Vec::new(),
        not_covered: 0.0,
    };
    let view = [seen("present", &[10.0, 50.0, 100.0], &areas)];
    assert!(of_losses(&[result(&[1.0, 2.0, 2.0])], &view).is_empty());
    let falls = of_losses(&[result(&[1.0, 2.0, 1.5])], &view);
    assert!(falls[0].code == "loss_falls_with_period" && falls[0].value.ends_with("at 100 years"), "{falls:?}");
}
