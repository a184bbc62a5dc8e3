//! Golden case W1: five invented settlements, six leaves, additive, multiplicative and geometric risk.
//!
//! The procedure: GIZ, EURAC and UNU-EHS, *Climate Risk Assessment for Ecosystem-based Adaptation* and the *Vulnerability
//! Sourcebook* with its *Risk Supplement* (2014, 2017): thresholds, weighted arithmetic means, five classes. The geometric
//! mean and S x LC stand beside it after Voelkel and others (2018), who show that an additive V overstates where sensitivity
//! is zero. The figures were computed for the case by hand from the formulas.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where its own ground gives way")]

use assess::composite::{
    Aggregation, CompositeError, Direction, Normalisation, Recipe, RiskClass, RiskWarning, Score, Table, Zeros,
    aggregate, normalise, risk_warnings,
};

const PLACES: [&str; 5] = ["s1", "s2", "s3", "s4", "s5"];
const H: [f64; 5] = [1.0, 0.333_333, 0.0, 0.666_667, 1.0];
const E: [f64; 5] = [0.393_103, 0.092_759, 0.108_966, 0.273_448, 1.0];
const S: [f64; 5] = [0.500_000, 0.100_000, 0.140_000, 0.866_667, 0.266_667];
const LC: [f64; 5] = [0.221_429, 0.228_571, 0.760_714, 0.900_000, 0.500_000];
const V: [f64; 5] = [0.360_714, 0.164_286, 0.450_357, 0.883_333, 0.383_333];
const R_ARITHMETIC: [f64; 5] = [0.584_606, 0.196_793, 0.186_441, 0.607_816, 0.794_444];
const CLASS: [u8; 5] = [3, 1, 1, 4, 4];
const V_PRODUCT: [f64; 5] = [0.110_714, 0.022_857, 0.106_500, 0.780_000, 0.133_333];
const R_GEOMETRIC: [f64; 5] = [0.521_463, 0.171_901, 0.0, 0.544_047, 0.726_427];

fn leaves() -> Table {
    let column = |name: &str, values: [f64; 5]| (name.to_owned(), values.map(Some).to_vec());
    Table::new(
        PLACES.map(str::to_owned).to_vec(),
        vec![
            column("flood_frequency", [3.0, 1.0, 0.0, 2.0, 3.0]),
            column("density_per_ha", [1240.0, 369.0, 416.0, 893.0, 3521.0]),
            column("open_defecation_pct", [55.0, 5.0, 6.0, 100.0, 0.0]),
            column("household_size", [5.0, 4.0, 4.5, 6.0, 7.0]),
            column("savings_groups", [14.0, 18.0, 1.0, 4.0, 0.0]),
            column("minutes_to_clinic", [15.0, 30.0, 45.0, 75.0, 5.0]),
        ],
    )
    .expect("table")
}

fn recipes() -> Vec<Recipe> {
    [
        (0.0, 3.0, true),
        (100.0, 3000.0, true),
        (0.0, 100.0, true),
        (3.0, 8.0, true),
        (0.0, 20.0, false),
        (5.0, 75.0, true),
    ]
    .map(|(low, high, raises)| Recipe {
        normalisation: Normalisation::Goalposts { low, high, scale: 1.0, truncate: true },
        direction: if raises { Direction::Raises } else { Direction::Lowers },
    })
    .to_vec()
}

fn mean(table: &Table, names: &[&str], weights: &[f64], aggregation: Aggregation) -> Vec<Score> {
    aggregate(&table.select(names).expect("columns"), weights, aggregation, 1.0).expect("scores")
}

fn with(table: &Table, name: &str, scores: &[Score]) -> Table {
    table.clone().with(name, scores.iter().map(|s| s.value).collect()).expect("column")
}

/// The leaves normalised, with H, E, S, LC and the additive V.
fn components() -> Table {
    let normalised = normalise(&leaves(), &recipes()).expect("normalised");
    assert!(normalised.left_out.is_empty());
    let table = normalised.table;
    let table = with(&table, "H", &mean(&table, &["flood_frequency"], &[1.0], Aggregation::Arithmetic));
    let table = with(&table, "E", &mean(&table, &["density_per_ha"], &[1.0], Aggregation::Arithmetic));
    let sensitivity = mean(&table, &["open_defecation_pct", "household_size"], &[2.0, 1.0], Aggregation::Arithmetic);
    let table = with(&table, "S", &sensitivity);
    let lack = mean(&table, &["savings_groups", "minutes_to_clinic"], &[1.0, 1.0], Aggregation::Arithmetic);
    let table = with(&table, "LC", &lack);
    with(&table, "V", &mean(&table, &["S", "LC"], &[1.0, 1.0], Aggregation::Arithmetic))
}

#[track_caller]
fn assert_scores(scores: &[Score], published: [f64; 5]) {
    let values: Vec<f64> = scores.iter().map(|s| s.value.expect("a score")).collect();
    for (value, wanted) in values.iter().zip(published) {
        assert!((value - wanted).abs() <= 5.1e-7, "{values:?} is not {published:?}");
    }
}

#[test]
fn components_of_w1_are_as_published() {
    let table = components();
    for (name, published) in [("H", H), ("E", E), ("S", S), ("LC", LC), ("V", V)] {
        assert_scores(&mean(&table, &[name], &[1.0], Aggregation::Arithmetic), published);
    }
}

#[test]
fn arithmetic_risk_and_classes_of_w1_are_as_published() {
    let risk = mean(&components(), &["H", "E", "V"], &[1.0; 3], Aggregation::Arithmetic);
    assert_scores(&risk, R_ARITHMETIC);
    let classes: Vec<u8> =
        risk.iter().map(|s| RiskClass::of(s.value.expect("a score")).expect("in 0..1").number()).collect();
    assert_eq!(classes, CLASS);
}

#[test]
fn multiplicative_vulnerability_and_geometric_risk_of_w1_are_as_published() {
    let table = components();
    assert_scores(&mean(&table, &["S", "LC"], &[1.0; 2], Aggregation::Product), V_PRODUCT);
    let zeros = Aggregation::Geometric { zeros: Zeros::GiveZero };
    assert_scores(&mean(&table, &["H", "E", "V"], &[1.0; 3], zeros), R_GEOMETRIC);
}

#[test]
fn the_largest_of_the_chains_counts_where_chains_are_joined_by_their_maximum() {
    let table = components();
    let product = mean(&table, &["H", "E", "V"], &[1.0; 3], Aggregation::Product);
    let table = with(
        &with(&table, "chain 1", &product),
        "chain 2",
        &mean(&table, &["S", "LC"], &[1.0; 2], Aggregation::Product),
    );
    let highest = mean(&table, &["chain 1", "chain 2"], &[1.0; 2], Aggregation::Largest);
    assert!(highest[4].value > Some(0.38) && highest[3].value > Some(0.77));
}

#[test]
fn risk_without_hazard_is_warned_of() {
    let table = components();
    let table = with(&table, "R", &mean(&table, &["H", "E", "V"], &[1.0; 3], Aggregation::Arithmetic));
    let warnings = risk_warnings(&table, ("H", "E"), "R").expect("warnings");
    let [RiskWarning { place, component, risk }] = &warnings[..] else { panic!("{warnings:?}") };
    assert_eq!((place.as_str(), component.as_str()), ("s3", "H"));
    assert!((risk - 0.186_441).abs() < 5.1e-7);
    assert!(warnings[0].to_string().contains("s3"));
}

#[test]
fn a_missing_leaf_renormalises_the_weights_and_lowers_the_coverage() {
    let missing = |name: &str, values: [Option<f64>; 2]| (name.to_owned(), values.to_vec());
    let table = Table::new(
        vec!["s1".into(), "s2".into()],
        vec![
            missing("a", [Some(0.2), Some(0.2)]),
            missing("b", [Some(0.8), None]),
            missing("c", [Some(0.5), Some(0.6)]),
        ],
    )
    .expect("table");
    let scores = aggregate(&table, &[1.0, 1.0, 2.0], Aggregation::Arithmetic, 0.66).expect("scores");
    assert!((scores[0].coverage - 1.0).abs() < 1e-15 && (scores[1].coverage - 0.75).abs() < 1e-15);
    assert!((scores[1].value.expect("a score") - 1.4 / 3.0).abs() < 1e-15);
    let strict = aggregate(&table, &[1.0, 1.0, 2.0], Aggregation::Arithmetic, 0.9).expect("scores");
    assert_eq!(strict[1].value, None);
    assert!((strict[1].coverage - 0.75).abs() < 1e-15);
}

#[test]
fn thresholds_the_wrong_way_round_leave_that_leaf_out_and_name_it() {
    let mut recipes = recipes();
    recipes[3].normalisation = Normalisation::Goalposts { low: 8.0, high: 3.0, scale: 1.0, truncate: true };
    let normalised = normalise(&leaves(), &recipes).expect("normalised");
    assert!(
        matches!(&normalised.left_out[..], [CompositeError::ThresholdsReversed { indicator, .. }] if indicator == "household_size")
    );
    let sensitivity = mean_of(&normalised.table);
    assert!(sensitivity.iter().all(|s| (s.coverage - 2.0 / 3.0).abs() < 1e-15 && s.value.is_some()));
}

fn mean_of(table: &Table) -> Vec<Score> {
    let table = table.select(&["open_defecation_pct", "household_size"]).expect("columns");
    aggregate(&table, &[2.0, 1.0], Aggregation::Arithmetic, 0.5).expect("scores")
}
