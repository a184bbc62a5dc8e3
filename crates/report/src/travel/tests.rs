//! The page, the tables and the text of a small report.

use super::*;
use city::assessment::AssessedPlace;
use city::heading::Heading;
use city::profile::{Sentence, Tone};
use city::travel::{Answer, Band, Farness, NetworkFacts, Spread, TravelRow, Within};
use city::travel_settings::Mode;
use city::{Estimate, PlaceKind};
use geo_types::{Geometry, MultiPolygon, polygon};

fn place(id: &str, kind: PlaceKind, name: &str) -> AssessedPlace {
    let square = polygon![(x: 0.0, y: 0.0), (x: 0.1, y: 0.0), (x: 0.1, y: 0.1), (x: 0.0, y: 0.1)];
    AssessedPlace {
        id: id.into(),
        kind,
        name: name.into(),
        parent: None,
        settlement_type: None,
        geometry: Some(Geometry::Polygon(square)),
        geometry_note: String::new(),
        people: None,
    }
}

fn row(id: &str, minutes: Option<f64>) -> TravelRow {
    let around = |m: f64| Estimate::range(m * 0.8, m, m * 1.3).ok();
    let far = |factor: f64| Farness {
        median: minutes.and_then(|m| around(m * factor)),
        mean: minutes.and_then(|m| around(m * factor)),
        p90: minutes.and_then(|m| around(m * factor * 2.0)),
    };
    TravelRow {
        place: id.into(),
        answer: if minutes.is_some() { Answer::Way } else { Answer::StraightLine },
        spread: Spread::Points,
        points: 64,
        routed_share: if minutes.is_some() { 1.0 } else { 0.0 },
        minutes: far(1.0),
        distance_m: far(75.0),
        straight_m: Some(1_930.0),
        within: vec![Within {
            minutes: 15,
            share: minutes.and_then(|_| Estimate::range(30.0, 40.0, 55.0).ok()),
            people: minutes.and_then(|_| Estimate::range(3_000.0, 4_000.0, 5_500.0).ok()),
            at_most: 70.0,
        }],
        note: String::new(),
    }
}

fn report() -> TravelReport {
    let cell = polygon![(x: 0.02, y: 0.02), (x: 0.04, y: 0.02), (x: 0.04, y: 0.04), (x: 0.02, y: 0.04)];
    let walk = Journey {
        id: "clinics".into(),
        title: "To a clinic on foot".into(),
        mode: Mode::Walking,
        network: "Streets".into(),
        to: "Clinics".into(),
        refused: None,
        facts: NetworkFacts { length_m: 12_345.0, by_class: vec![("path".into(), 345.0)], ..NetworkFacts::default() },
        access_m: 500.0,
        minutes: vec![15],
        rows: vec![row("settlement:a", Some(12.0)), row("settlement:b", None)],
        groups: Vec::new(),
        bands: vec![Band { minutes: 15, area: MultiPolygon(vec![cell]), area_m2: 4e6 }],
        cell_m: 25.0,
        speeds: vec!["path 4.5 km/h: somebody".into()],
    };
    let refused = Journey {
        id: "schools".into(),
        title: "To a school on foot".into(),
        refused: Some("it has only main roads".into()),
        rows: vec![row("settlement:a", None), row("settlement:b", None)],
        bands: Vec::new(),
        ..walk.clone()
    };
    TravelReport {
        heading: Heading {
            city: "Mji <b>".into(),
            country: "KE".into(),
            invented: true,
            notice: String::new(),
            generated: "2026-01-01".into(),
            version: "0.1.0".into(),
            run: "travel-1".into(),
            seed: 1,
        },
        summary: vec![Sentence {
            tone: Tone::Missing,
            value: None,
            kind: city::indicator::IndicatorKind::Count,
            unit: String::new(),
            text: "one place has no mapped way".into(),
            said: None,
            period: None,
            source: None,
        }],
        places: vec![
            place("city:c", PlaceKind::City, "Mji"),
            place("settlement:a", PlaceKind::Settlement, "Juu"),
            place("settlement:b", PlaceKind::Settlement, "Chini"),
        ],
        journeys: vec![walk, refused],
        held_back: Vec::new(),
        problems: Vec::new(),
        sources: Vec::new(),
    }
}

#[test]
fn the_page_shows_ways_with_their_range_and_marks_straight_lines() {
    let page = html(&report());
    assert!(page.contains("<td class=n>12<small>9.6 – 16</small>"), "minutes with their range");
    assert!(page.contains("no mapped way<small>more than 1.9 km"), "the straight line is more than");
    assert!(page.contains("at most 70 %"));
    assert!(page.contains("<b>No way was looked for</b> along Streets: it has only main roads"));
    assert!(page.contains("class=\"iso on\"") && page.contains("<path class=c4 d=\"M"));
    assert!(page.contains("Mji &lt;b&gt;") && !page.contains("Mji <b>"));
    assert!(page.contains("Invented city"));
}

#[test]
fn near_is_dark_and_far_is_light_for_any_number_of_bands() {
    let levels = |n: usize| (0..n).map(|at| rows::band_level(at, n)).collect::<Vec<_>>();
    assert_eq!(levels(1), [4]);
    assert_eq!(levels(2), [4, 1]);
    assert_eq!(levels(3), [4, 2, 1]);
    assert_eq!(levels(4), [4, 3, 2, 1]);
    for many in 5..12 {
        assert!(levels(many).windows(2).all(|w| w[0] >= w[1]) && levels(many).iter().all(|l| (1..=4).contains(l)));
    }
}

#[test]
fn the_csv_has_a_row_for_each_place_journey_and_band_and_empty_for_what_is_not_known() {
    let text = csv(&report()).unwrap();
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    let at = |row: usize, name: &str| rows[row][heads.iter().position(|h| h == name).unwrap()].to_owned();
    assert_eq!((at(0, "minutes_median"), at(0, "people (persons)")), ("12".into(), "4000".into()));
    assert_eq!((at(1, "minutes_median"), at(1, "straight_median (m, lower bound)")), (String::new(), "1930".into()));
    assert_eq!(at(1, "answer"), "straight_line");
}

#[test]
fn the_text_and_the_json_say_the_same() {
    let words = text(&report());
    assert!(words.contains("12 (9.6–16)") && words.contains("straight lines only, a lower bound"), "{words}");
    let json: serde_json::Value = serde_json::from_str(&json(&report()).unwrap()).unwrap();
    assert_eq!(json["journeys"][0]["places"][0]["minutes"]["median"]["value"], 12.0);
    assert!(json["journeys"][0]["places"][1]["minutes"]["median"].is_null());
    assert_eq!(json["journeys"][1]["refused"], "it has only main roads");
}
