//! INFORM Risk Index: dimension and risk formulas, unrounded and to one decimal.
//!
//! Marin-Ferrer, Vernaccini and Poljansek, *Index for Risk Management INFORM: Concept and Methodology*, version 2017, EUR
//! 28655 EN (drmkc.jrc.ec.europa.eu): D = (10 - GM((10 - c) / 10 x 9 + 1)) / 9 x 10, risk = H^1/3 V^1/3 LCC^1/3. The vectors
//! were computed from these formulas.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where its own ground gives way")]

use assess::composite::inform::{InformClass, dimension, one_decimal, risk, scale};
use assess::composite::{CompositeError, Direction};

const DIMENSIONS: [([f64; 2], f64, f64); 5] = [
    ([5.0, 5.0], 5.0, 5.0),
    ([6.5, 3.2], 5.071_325, 5.1),
    ([0.0, 10.0], 7.597_469, 7.6),
    ([2.0, 8.0], 5.787_045, 5.8),
    ([7.3, 4.1], 5.941_960, 5.9),
];
const RISKS: [([f64; 3], f64, f64); 3] =
    [([6.0, 5.0, 4.0], 4.932_424, 4.9), ([7.3, 4.1, 5.5], 5.480_537, 5.5), ([3.2, 4.8, 6.1], 4.541_929, 4.5)];

#[test]
fn dimensions_are_as_published() {
    for (components, unrounded, rounded) in DIMENSIONS {
        let found = dimension(&components).expect("a dimension");
        assert!((found - unrounded).abs() <= 5.1e-7, "{components:?}: {found}");
        assert!((one_decimal(found) - rounded).abs() < 1e-12);
    }
}

#[test]
fn risks_are_as_published() {
    for ([hazard, vulnerability, capacity], unrounded, rounded) in RISKS {
        let found = risk(hazard, vulnerability, capacity).expect("a risk");
        assert!((found - unrounded).abs() <= 5.1e-7, "{found}");
        assert!((one_decimal(found) - rounded).abs() < 1e-12);
    }
}

#[test]
fn classes_change_at_2_3_5_5_and_6_5() {
    let classes = [1.9, 2.0, 3.4, 3.5, 4.9, 5.0, 6.4, 6.5].map(|risk| InformClass::of(risk).expect("in 0..10") as u8);
    assert_eq!(classes, [1, 2, 2, 3, 3, 4, 4, 5]);
}

#[test]
fn an_indicator_is_capped_at_the_tukey_fences_and_put_on_0_to_10() {
    let mut values: Vec<Option<f64>> = (1..=10).map(|x| Some(f64::from(x))).collect();
    values.push(Some(1000.0));
    values.push(None);
    // quartiles 3.5 and 8.5 (type 7), fences -4 and 16: the range of what is left is 1..16
    let rising = scale("rain", &values, Direction::Raises).expect("a scale");
    assert_eq!(rising[11], None);
    assert!((rising[10].expect("capped") - 10.0).abs() < 1e-12 && (rising[3].expect("4") - 2.0).abs() < 1e-12);
    let falling = scale("rain", &values, Direction::Lowers).expect("a scale");
    assert!(falling[10].expect("capped").abs() < 1e-12);
}

#[test]
fn a_component_off_the_scale_is_refused() {
    assert!(matches!(dimension(&[5.0, 10.5]), Err(CompositeError::OffScale { .. })));
    assert!(matches!(dimension(&[]), Err(CompositeError::NothingToAggregate)));
    assert!(matches!(risk(5.0, -0.1, 3.0), Err(CompositeError::OffScale { .. })));
}
