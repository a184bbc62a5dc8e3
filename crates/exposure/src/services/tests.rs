use super::*;
use crate::supply::supply;
use crate::things::Thing;
use assess::travel::LayerRead;
use city::layer::{ColumnType, Shape};
use city::risk::View;
use city::risk_settings::{ExposureSettings, RiskSettings};
use city::{Cell, Column, Estimate, Feature, Layer, Problem, Style};
use geo_types::{Geometry, point};
use std::collections::BTreeSet;

/// Two pumps; two clinics, each nearest to one of them, with a tank for a day; a school that names both pumps.
fn settings(school_needs: &str) -> RiskSettings {
    let text = format!(
        r#"
[[exposure]]
id = "sites"
title = "Sites"
kind = "facilities"
layer = "sites"
[[service]]
id = "water"
title = "Water"
exposure = "sites"
keep = {{ kind = "pump" }}
name_column = "name"
fails_from = 0.5
out_hours = 72.0
[[service]]
id = "health"
title = "Clinics"
exposure = "sites"
keep = {{ kind = "clinic" }}
people_column = "served"
fails_from = 0.5
needs = [{{ service = "water", backup_hours = 24.0 }}]
[[service]]
id = "school"
title = "Schools"
exposure = "sites"
keep = {{ kind = "school" }}
people_column = "served"
needs = [{school_needs}]
"#
    );
    toml::from_str(&text).unwrap()
}

fn layer() -> LayerRead {
    let site = |kind: &str, name: &str, x: f64, served: Option<i64>, pumps: &str| Feature {
        geometry: Some(Geometry::Point(point!(x: x, y: 5.0))),
        cells: vec![
            Cell::Text(kind.into()),
            Cell::Text(name.into()),
            served.map_or(Cell::Empty, Cell::Integer),
            Cell::Text(pumps.into()),
        ],
    };
    let features = vec![
        site("pump", "P1", 0.000, None, ""),
        site("pump", "P2", 0.010, None, ""),
        site("clinic", "C1", 0.001, Some(800), ""),
        site("clinic", "C2", 0.009, None, ""),
        site("school", "S1", 0.004, Some(300), "P1; P2"),
    ];
    let column = |name| Column::new(name, ColumnType::Text);
    LayerRead {
        layer: Layer {
            name: "sites".into(),
            title: String::new(),
            description: String::new(),
            shape: Shape::Point,
            columns: vec![column("kind"), column("name"), column("served"), column("pumps")],
            style: Style::Single("#888888".into()),
            source: "test".into(),
        },
        features,
    }
}

fn things<'a>(settings: &'a ExposureSettings, layer: &'a LayerRead) -> Things<'a> {
    let thing = |(feature, of): (usize, &'a Feature)| Thing {
        feature,
        geometry: of.geometry.as_ref(),
        count: 1.0,
        value: None,
        function: None,
        group: None,
        grounds: Vec::new(),
    };
    let list = layer.features.iter().enumerate().map(thing).collect();
    Things { settings, layer, list, functions: Vec::new(), groups: Vec::new() }
}

fn seen(periods: &[f64]) -> Seen<'static> {
    Seen {
        view: View {
            hazard: "river_flood".into(),
            label: String::new(),
            model: String::new(),
            together: false,
            by_period: true,
            scenario: "present".into(),
            scenario_title: String::new(),
            year: None,
            unit: "m".into(),
            return_periods: periods.iter().copied().map(Some).collect(),
            source: String::new(),
        },
        events: Vec::new(),
        set: None,
        hot: None,
        only: "",
        growth: 1.0,
        sources: BTreeSet::new(),
    }
}

/// What stops when the sites meet these chances and depths, an event each.
fn stopped(school_needs: &str, events: &[[(f64, f64); 5]]) -> (Vec<ServiceStop>, Vec<Problem>) {
    let settings = settings(school_needs);
    let layer = layer();
    let list = [things(&settings.exposures[0], &layer)];
    let periods: Vec<f64> = (1_u32..).take(events.len()).map(|n| 10_f64.powi(n.cast_signed())).collect();
    let hit =
        |(struck, depth): &(f64, f64)| Hit { struck: *struck, lost: None, intensity: Some(*depth), not_covered: 0.0 };
    let hits: Vec<Vec<Hit>> = events.iter().map(|event| event.iter().map(hit).collect()).collect();
    let mut problems = Vec::new();
    let supply = supply(&settings, &list, &mut problems).unwrap();
    let hits = Hits::from([(("sites".to_owned(), 0), hits)]);
    (stops(&settings, &[seen(&periods)], &supply, &hits), problems)
}

const DRY: (f64, f64) = (0.0, 0.0);

#[test]
fn a_pump_under_water_stops_the_clinic_nearest_to_it_and_the_pump_is_named() {
    let (stops, problems) = stopped("", &[[DRY; 5], [(1.0, 0.6), DRY, DRY, DRY, DRY]]);
    assert!(problems.is_empty(), "{problems:?}");
    let health = &stops[1];
    assert_eq!(health.stopped.events, [Estimate::exact(0.0).ok(), Estimate::exact(1.0).ok()]);
    assert_eq!(health.struck.events[1], Estimate::exact(0.0).ok());
    let people = health.people.as_ref().unwrap();
    assert_eq!((people.exposed, people.events[1]), (800.0, Estimate::exact(800.0).ok()));
    assert_eq!((health.unsaid, health.stopped.exposed), (1, 2.0));
    let cause = ServiceCause { service: "Water".into(), first: "P1".into(), stops: 1 };
    assert_eq!(health.causes, [vec![], vec![cause]]);
    assert!(stops[0].people.is_none(), "nobody said how many a pump serves");
}

#[test]
fn below_the_limit_nothing_stops_and_a_chance_is_the_range() {
    let (stops, _) = stopped("", &[[(1.0, 0.4), (0.3, 0.9), DRY, DRY, DRY]]);
    assert_eq!(stops[0].stopped.events[0], Estimate::range(0.0, 0.0, 1.0).ok());
    let (stops, _) = stopped("", &[[(0.7, 0.9), DRY, DRY, DRY, DRY]]);
    assert_eq!(stops[1].stopped.events[0], Estimate::range(0.0, 1.0, 1.0).ok());
}

#[test]
fn links_by_name_ask_for_any_or_all() {
    let both = [[(1.0, 0.6), DRY, DRY, DRY, DRY], [(1.0, 0.6), (1.0, 0.6), DRY, DRY, DRY]];
    let events =
        |needs: &str| stopped(needs, &both).0[2].stopped.events.iter().map(|e| e.unwrap().value).collect::<Vec<_>>();
    assert_eq!(events(r#"{ service = "water", link_column = "pumps" }"#), [0.0, 1.0]);
    assert_eq!(events(r#"{ service = "water", link_column = "pumps", enough = "all" }"#), [1.0, 1.0]);
}

#[test]
fn a_link_to_what_is_not_there_is_told_and_the_rest_computed() {
    let (stops, problems) =
        stopped(r#"{ service = "water", link_column = "name" }, { service = "power" }"#, &[[DRY; 5]]);
    let codes: Vec<&str> = problems.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(codes, ["service_not_read", "service_link_unknown"]);
    assert!(format!("{:?}", problems[1]).contains("S1"));
    assert_eq!(stops.len(), 3);
}
