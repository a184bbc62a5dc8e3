use super::*;
use crate::banded::Banded;
use crate::standing;
use crate::testing::{house, layer, seen, table, things_of, with_risk};
use assess::hazard::plane::Plane;
use city::event_settings::EventsSettings;
use city::risk::Rule;
use city::risk_settings::RiskSettings;
use city::{Cell, Feature};
use geo_types::{Geometry, LineString, Rect};
use risk::DamageFunction;
use risk::functions::{FunctionLibrary, read_functions_csv};
use risk::measure::{Applied, CutOff, Hazard, Measure, Overlap, Scenario};
use std::sync::Arc;

fn settings(rest: &str) -> EventsSettings {
    toml::from_str(&format!("hazard = \"strong_wind\"\nlayer = \"rows\"\nunit = \"m/s\"\n{rest}")).unwrap()
}

fn row(event: &str, cell: i64, intensity: f64, often: f64) -> Feature {
    let cells = vec![Cell::Text(event.into()), Cell::Integer(cell), Cell::Real(intensity), Cell::Real(often)];
    Feature { geometry: None, cells }
}

fn rows(features: Vec<Feature>) -> assess::travel::LayerRead {
    table("rows", &["event", "cell", "intensity", "frequency"], features)
}

/// Cells 1, 2, 3 of a degree in a row along the equator, as centres or as areas.
fn grid(areas: bool) -> assess::travel::LayerRead {
    let cell = |n: i64| {
        let x = f64::from(i32::try_from(n).unwrap());
        let geometry = if areas {
            Geometry::Polygon(Rect::new((x - 0.5, -0.5), (x + 0.5, 0.5)).to_polygon())
        } else {
            Geometry::Point((x, 0.0).into())
        };
        Feature { geometry: Some(geometry), cells: vec![Cell::Integer(n)] }
    };
    table("grid", &["cell"], (1..=3).map(cell).collect())
}

const THREE: [(&str, i64, f64, f64); 4] =
    [("a", 1, 20.0, 0.1), ("a", 2, 40.0, 0.1), ("b", 1, 40.0, 0.01), ("c", 3, 10.0, 0.5)];

fn three() -> Vec<Feature> {
    THREE.map(|(event, cell, intensity, often)| row(event, cell, intensity, often)).to_vec()
}

fn known(toml: &str, areas: bool, features: Vec<Feature>) -> (Option<Events>, Vec<String>) {
    let mut problems = Vec::new();
    let events = read(&settings(toml), &[rows(features), grid(areas)], &mut problems);
    (events, problems.into_iter().map(|p| p.code).collect())
}

/// Half is lost at 20, all at 40.
fn wind() -> Vec<Option<Banded>> {
    vec![Some(Banded::exact(DamageFunction::new("wind", vec![0.0, 40.0], vec![0.0, 1.0]).unwrap()))]
}

#[test]
fn a_year_is_the_sum_of_frequency_times_loss_and_periods_are_read_off_added_frequencies() {
    let (events, problems) = known("cells = \"grid\"\nnearest_m = 60000", false, three());
    let events = events.unwrap();
    assert_eq!((problems.len(), events.set.len(), events.periods()), (0, 3, vec![2.0, 5.0, 10.0, 25.0, 50.0, 100.0]));
    let (layer, exposure) = layer(vec![house(1.1, 0.1), house(2.0, 0.0), house(9.0, 0.0)], "function = \"wind\"");
    let things = things_of(&layer, &exposure);
    let laid = struck(&events, &things, None).unwrap();
    assert_eq!(laid.not_covered, [0.0, 0.0, 1.0]);
    // event a: 50 + 100, event b: 100; 0.1 x 150 + 0.01 x 100
    let money = laid.lost(&wind(), true, 1.0).unwrap();
    let whole = laid.whole(&money);
    assert!((whole.annual.unwrap().value - 16.0).abs() < 1e-9 && (whole.exposed - 300.0).abs() < 1e-9);
    // sorted: 150 at 0.1, 100 at 0.11, 0 at 0.61: once in 10 years and more rarely 150
    let at = |years: f64| {
        let place = events.periods().iter().position(|p| (p - years).abs() < 1e-9).unwrap();
        whole.events[place].unwrap().value
    };
    assert!((at(10.0) - 150.0).abs() < 1e-9 && (at(100.0) - 150.0).abs() < 1e-9 && at(5.0) < 100.0);
    assert!((money.yearly[0] - (5.0 + 1.0)).abs() < 1e-9 && money.yearly[2].abs() < 1e-12);
    // houses struck: a both, b one
    let touched = laid.whole(&laid.struck());
    assert!((touched.annual.unwrap().value - 0.21).abs() < 1e-12);
    assert_eq!(laid.greatest(), [Some(40.0), Some(40.0), None]);
}

#[test]
fn areas_and_lines_are_cut_by_cells_that_are_areas() {
    let (events, _) = known("cells = \"grid\"", true, three());
    let events = events.unwrap();
    let across = Geometry::Polygon(Rect::new((1.0, -0.1), (2.0, 0.1)).to_polygon());
    let feature = Feature { geometry: Some(across.clone()), cells: vec![Cell::Real(100.0)] };
    let (layer, exposure) = layer(vec![feature], "function = \"wind\"");
    let things = things_of(&layer, &exposure);
    let plane = Plane::around(crate::mosaic::bounds(&across).into_iter()).unwrap().unwrap();
    let laid = struck(&events, &things, Some(&plane)).unwrap();
    // half in cell 1, half in cell 2: a 25 + 50, b 50
    let money = laid.whole(&laid.lost(&wind(), true, 1.0).unwrap());
    assert!((money.annual.unwrap().value - (7.5 + 0.5)).abs() < 1e-3, "{:?}", money.annual);
    // a house is struck once by an event that reaches both halves
    assert!((laid.whole(&laid.struck()).annual.unwrap().value - 0.11).abs() < 1e-9);
}

#[test]
fn a_house_on_the_border_of_two_cells_stands_in_one_of_them() {
    let (events, _) = known("cells = \"grid\"", true, three());
    let events = events.unwrap();
    let (layer, exposure) = layer(vec![house(1.5, 0.0)], "function = \"wind\"");
    let things = things_of(&layer, &exposure);
    let plane = Plane::around([Rect::new((1.0, -0.1), (2.0, 0.1))].into_iter()).unwrap().unwrap();
    let laid = struck(&events, &things, Some(&plane)).unwrap();
    // in the first: half of it once in 10 years, all of it once in 100
    let money = laid.whole(&laid.lost(&wind(), true, 1.0).unwrap());
    assert!((money.annual.unwrap().value - 6.0).abs() < 1e-9, "{:?}", money.annual);
}

#[test]
fn lines_cannot_be_laid_upon_centres() {
    let (events, _) = known("cells = \"grid\"\nnearest_m = 60000", false, three());
    let line = Geometry::LineString(LineString::from(vec![(1.0, 0.0), (2.0, 0.0)]));
    let (layer, exposure) = layer(vec![Feature { geometry: Some(line), cells: vec![Cell::Empty] }], "");
    let things = things_of(&layer, &exposure);
    assert!(struck(&events.unwrap(), &things, None).err().unwrap().contains("lines"));
}

#[test]
fn rows_may_be_points_themselves() {
    let placed = |x: f64, event: &str, often: f64| Feature {
        geometry: Some(Geometry::Point((x, 0.0).into())),
        ..row(event, 0, 30.0, often)
    };
    let (events, problems) = known("nearest_m = 1000", false, vec![placed(1.0, "a", 0.1), placed(1.0, "b", 0.2)]);
    assert_eq!((events.unwrap().set.cells(), problems.len()), (1, 0));
    assert_eq!(known("", false, vec![placed(1.0, "a", 0.1)]).1, ["events_not_read"]);
}

#[test]
fn every_row_that_cannot_hold_is_counted_and_the_others_stay() {
    let with = |more: Vec<Feature>| {
        let (events, codes) =
            known("cells = \"grid\"\nnearest_m = 60000", false, three().into_iter().chain(more).collect());
        (events.unwrap().set.len(), codes)
    };
    assert_eq!(with(vec![row("a", 3, -5.0, 0.1)]), (3, vec!["intensity_below_zero".into()]));
    assert_eq!(with(vec![row("a", 7, 5.0, 0.1)]), (3, vec!["event_cell_unknown".into()]));
    assert_eq!(with(vec![row("a", 1, 5.0, 0.1)]), (3, vec!["event_cell_twice".into()]));
    assert_eq!(with(vec![row("d", 1, 5.0, -0.1)]), (3, vec!["event_without_frequency".into()]));
    assert_eq!(with(vec![row("a", 3, 5.0, 0.2)]), (3, vec!["event_with_two_frequencies".into()]));
    let words = Feature {
        cells: vec![Cell::Text("a".into()), Cell::Integer(1), Cell::Text("strong".into()), Cell::Real(0.1)],
        geometry: None,
    };
    assert_eq!(with(vec![words]), (3, vec!["event_row_unreadable".into()]));
    assert_eq!(known("cells = \"nowhere\"", false, three()).1, ["events_not_read"]);
    assert_eq!(known("event_column = \"storm\"", false, three()).1, ["events_not_read"]);
}

/// What the houses of the first test lose in a year with a measure.
fn with(measure: &Measure) -> f64 {
    let (events, _) = known("cells = \"grid\"\nnearest_m = 60000", false, three());
    let (read, exposure) = layer(vec![house(1.1, 0.1), house(2.0, 0.0), house(9.0, 0.0)], "function = \"wind\"");
    let things = things_of(&read, &exposure);
    let mut view = seen("present", &[], &[]);
    (view.set, view.view.unit) = (Some(Arc::new(events.unwrap())), "m/s".into());
    let mut library = FunctionLibrary::new();
    for function in
        read_functions_csv("function,intensity,damage,unit\nwind,0,0,m/s\nwind,40,1,m/s\n", "f.csv").functions
    {
        library.put(function);
    }
    let standing = with_risk((&[], &[]), (&RiskSettings::default(), &[]), |risk| {
        let risk = crate::RiskEvidence { functions: &library, ..*risk };
        standing::of_view(&risk, &things, (0, &view), None, &mut Vec::new()).unwrap()
    });
    assert_eq!(
        (standing.pieces.len(), standing.is_set),
        (3, true),
        "two houses in two cells, one event in one of them"
    );
    let scenario = |standing: &standing::Standing| {
        Scenario::new(standing.sorted(false), standing.events(Rule::default()).unwrap(), 1.0).unwrap()
    };
    let (things, at_once) = (scenario(&standing), scenario(&standing.in_a_year()));
    let applied =
        |list: &[&Measure]| Applied::new(list, Overlap::Independent, &standing.functions, things.things()).unwrap();
    let without = things.without(&applied(&[]), 1.0).unwrap();
    assert!((without.annual(things.events()) - 16.0).abs() < 1e-9);
    let standards =
        measure.cut_off.and_then(|c| if let CutOff::ByOwnPeriod { years } = c { Some(years) } else { None });
    let ready = things.clone().ready_for(standards);
    let of = |scenario: &Scenario| {
        let before = scenario.without(&applied(&[]), 1.0).unwrap().at_event();
        scenario.with(&applied(&[measure]), 1.0, &before).unwrap().annual(scenario.events())
    };
    assert!((of(&things) - of(&ready)).abs() < 1e-12);
    let ranked = matches!(measure.cut_off, Some(CutOff::ByRankOfLoss { .. }));
    assert!(ranked || (of(&things) - of(&at_once)).abs() < 1e-12, "{} {}", of(&things), of(&at_once));
    of(&things)
}

#[test]
fn a_standard_keeps_out_of_each_place_what_all_events_together_bring_there_so_often() {
    let wall = |years: f64| with(&Measure { cut_off: Some(CutOff::ByOwnPeriod { years }), ..Measure::named("wall") });
    // at the first house 20 is met 0.11 times a year and 40 0.01 times, at the second 40 0.1 times
    for (years, expected) in [(9.0, 16.0), (9.5, 11.0), (10.0, 1.0), (99.0, 1.0), (100.0, 0.0)] {
        assert!((wall(years) - expected).abs() < 1e-9, "{years}: {}", wall(years));
    }
}

#[test]
fn a_measure_on_a_set_changes_intensity_reach_and_what_is_lost() {
    let half = Hazard::Intensity { factor: 0.5, less: 0.0 };
    assert!((with(&Measure { hazard: half, ..Measure::named("half") }) - 8.0).abs() < 1e-9);
    assert!((with(&Measure { hazard: half, share: 0.5, ..Measure::named("half of them") }) - 12.0).abs() < 1e-9);
    // 10 less: 25 + 75 at 0.1, 75 at 0.01
    assert!((with(&Measure { raised_floor: 10.0, ..Measure::named("floor") }) - 10.75).abs() < 1e-9);
    assert!((with(&Measure { degree: (0.25, 0.0), ..Measure::named("roofs") }) - 4.0).abs() < 1e-9);
    // ranked by loss: 150 comes 0.1 times a year, 100 and more 0.11 times
    let rank = |frequency| Measure { cut_off: Some(CutOff::ByRankOfLoss { frequency }), ..Measure::named("rank") };
    assert!((with(&rank(0.105)) - 15.0).abs() < 1e-9 && (with(&rank(0.2)) - 16.0).abs() < 1e-9);
}
