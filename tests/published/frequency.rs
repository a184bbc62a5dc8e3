//! Expected annual damage of San Salvador by six rules, and its frequency curve.
//!
//! Study of the Acelhuate river, San Salvador, with climada: 12,472 houses, depths at return periods of 2, 5, 10, 25, 50 and 100
//! years. Damage by event and the frequency curve are read from
//! `san_salvador/expected.json` of the reference files; the annual figures by rule are the six of the methods note, with and
//! without the flat tail. The study summed frequency x damage, which counts overlapping exceedances more than once.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops where its own ground gives way"
)]

use risk::frequency::{
    Beyond, EventLoss, ExceedanceCurve, FrequencyPoint, Join, Reading, Rule, expected_annual, falls_at,
};
use std::path::PathBuf;

const PERIODS: [f64; 6] = [2.0, 5.0, 10.0, 25.0, 50.0, 100.0];

fn expected() -> serde_json::Value {
    let beside =
        || PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../../shared/reference");
    let folder = std::env::var_os("MAKAZI_REFERENCE").map_or_else(beside, PathBuf::from);
    let file = folder.join("san_salvador/expected.json");
    let text = std::fs::read_to_string(&file);
    let text = text.unwrap_or_else(|error| {
        panic!("{}: {error}; set MAKAZI_REFERENCE to the folder that holds san_salvador/expected.json", file.display())
    });
    serde_json::from_str(&text).expect("expected.json")
}

fn numbers(value: &serde_json::Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|number| number.as_f64().expect("a number")).collect()
}

fn damages() -> Vec<f64> {
    numbers(&expected()["at_event_2015"])
}

fn points() -> Vec<FrequencyPoint> {
    PERIODS.iter().zip(damages()).map(|(period, loss)| FrequencyPoint::of_period(*period, loss)).collect()
}

fn assert_close(found: f64, expected: f64, what: &str) {
    assert!((found / expected - 1.0).abs() < 1e-6, "{what}: {found} and not {expected}");
}

/// Published to the cent, which of 1.6 million is 3e-9.
#[test]
fn the_rule_alone_moves_the_figure_from_1_6_to_4_5_million() {
    for (join, beyond, published) in [
        (Join::Sum, Beyond::Nothing, 3_562_753.45),
        (Join::Linear, Beyond::Nothing, 2_814_645.00),
        (Join::Linear, Beyond::Flat, 3_305_920.11),
        (Join::StepBelow, Beyond::Flat, 2_126_075.47),
        (Join::StepBelow, Beyond::Nothing, 1_634_800.35),
        (Join::StepAbove, Beyond::Flat, 4_485_764.75),
        (Join::StepAbove, Beyond::Nothing, 3_994_489.64),
        (Join::LogLinear, Beyond::Flat, 3_144_178.69),
        (Join::LogLinear, Beyond::Nothing, 2_652_903.58),
    ] {
        let found = expected_annual(&points(), Rule { join, beyond }).expect("a figure");
        assert_close(found, published, &format!("{join}, {beyond} beyond"));
        assert!((found - published).abs() <= 0.0051, "{join}, {beyond}: {found} to the cent");
    }
}

#[test]
fn our_own_rule_is_log_linear_with_a_flat_tail() {
    assert_close(expected_annual(&points(), Rule::default()).expect("a figure"), 3_144_178.69, "ours");
    assert!(falls_at(&points()).expect("points").is_empty());
}

fn curve() -> ExceedanceCurve {
    let events: Vec<EventLoss> =
        PERIODS.iter().zip(damages()).map(|(period, loss)| EventLoss { frequency: 1.0 / period, loss }).collect();
    ExceedanceCurve::from_events(&events).expect("a curve")
}

#[test]
fn the_published_frequency_curve_takes_frequencies_as_those_of_events() {
    let published = &expected()["freq_curve"];
    let (periods, losses) = (numbers(&published["rp"]), numbers(&published["impact"]));
    assert_eq!(periods.len(), 7);
    for (period, loss) in periods.iter().zip(losses) {
        assert_close(curve().loss_at(*period, Reading::Period), loss, &format!("{period} years"));
    }
    assert_close(curve().expected_annual(), expected()["aai_2015"].as_f64().expect("a number"), "the sum of the study");
}

#[test]
fn our_own_reading_agrees_at_the_events_and_knows_nothing_below_them() {
    let curve = curve();
    for (frequency, loss) in curve.frequency().iter().zip(curve.loss()) {
        assert_close(curve.loss_at(1.0 / frequency, Reading::LogFrequency), *loss, "at an event");
        assert_close(curve.frequency_of(*loss), *frequency, "and back");
    }
    // all six together come 0.87 times a year: once in 1.149 years
    assert!(curve.loss_at(1.1, Reading::LogFrequency).abs() < 1e-9);
    assert_close(curve.loss_at(1.1, Reading::Period), 514_701.966_225_738_1, "as climada: the smallest event");
}
