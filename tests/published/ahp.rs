//! Analytic hierarchy process: the "drinks" example.
//!
//! Saaty, *The Analytic Hierarchy Process* (1980), estimates of drink consumption in the United States; weights and
//! consistency ratios as in the test suite of `AHPy` (MIT, github.com/PhilipGriffith/AHPy), to its four decimals. Random index of
//! Saaty, and of Donegan and Dodd (1991).

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test stops where its own ground gives way")]

use assess::composite::CompositeError;
use assess::composite::ahp::{Judgements, Priorities, RandomIndex};

const DRINKS: [&str; 7] = ["coffee", "wine", "tea", "beer", "soda", "milk", "water"];
const PAIRS: [(&str, &str, f64); 21] = [
    ("coffee", "wine", 9.0),
    ("coffee", "tea", 5.0),
    ("coffee", "beer", 2.0),
    ("coffee", "soda", 1.0),
    ("coffee", "milk", 1.0),
    ("water", "coffee", 2.0),
    ("water", "wine", 9.0),
    ("water", "tea", 9.0),
    ("water", "beer", 3.0),
    ("water", "soda", 2.0),
    ("water", "milk", 3.0),
    ("tea", "wine", 3.0),
    ("beer", "wine", 9.0),
    ("beer", "tea", 3.0),
    ("beer", "milk", 1.0),
    ("soda", "wine", 9.0),
    ("soda", "tea", 4.0),
    ("soda", "beer", 2.0),
    ("soda", "milk", 2.0),
    ("milk", "wine", 9.0),
    ("milk", "tea", 3.0),
];
const WEIGHTS: [(&str, f64); 7] = [
    ("water", 0.3268),
    ("soda", 0.1896),
    ("coffee", 0.1775),
    ("milk", 0.1288),
    ("beer", 0.1164),
    ("tea", 0.0418),
    ("wine", 0.0191),
];
const CONSISTENCY_SAATY: f64 = 0.022;
const CONSISTENCY_DONEGAN_DODD: f64 = 0.0235;

fn drinks() -> Judgements {
    Judgements::new(&DRINKS, &PAIRS).expect("judgements")
}

#[test]
fn weights_of_the_drinks_are_as_published() {
    let priorities = drinks().priorities().expect("priorities");
    for (drink, published) in WEIGHTS {
        let place = DRINKS.iter().position(|d| *d == drink).expect("a drink");
        assert!((priorities.weights[place] - published).abs() <= 5e-5, "{drink}: {}", priorities.weights[place]);
    }
    assert!((priorities.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn consistency_ratios_of_the_drinks_are_as_published() {
    let priorities = drinks().priorities().expect("priorities");
    let saaty = priorities.consistency_ratio(RandomIndex::Saaty).expect("seven");
    assert!((saaty - CONSISTENCY_SAATY).abs() <= 5e-4, "{saaty}");
    let donegan_dodd = priorities.consistency_ratio(RandomIndex::DoneganDodd).expect("seven");
    assert!((donegan_dodd - CONSISTENCY_DONEGAN_DODD).abs() <= 5e-5, "{donegan_dodd}");
}

const RANDOM_SAATY: [f64; 13] = [0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59];
const RANDOM_DONEGAN_DODD: [f64; 8] = [0.4914, 0.8286, 1.0591, 1.1797, 1.2519, 1.3171, 1.3733, 1.4055];

/// A consistency index of one, so that its ratio is one over the random index.
fn ratio(count: u32, random: RandomIndex) -> Result<f64, CompositeError> {
    let weights = vec![1.0 / f64::from(count); count as usize];
    Priorities { weights, largest_eigenvalue: f64::from(2 * count - 1) }.consistency_ratio(random)
}

#[test]
fn random_indices_are_those_of_saaty_and_of_donegan_and_dodd() {
    for (count, published) in (3..).zip(RANDOM_SAATY) {
        assert!((ratio(count, RandomIndex::Saaty).expect("published") - 1.0 / published).abs() < 1e-12, "{count}");
    }
    for (count, published) in (3..).zip(RANDOM_DONEGAN_DODD) {
        assert!(
            (ratio(count, RandomIndex::DoneganDodd).expect("published") - 1.0 / published).abs() < 1e-12,
            "{count}"
        );
    }
    assert_eq!(ratio(16, RandomIndex::Saaty), Err(CompositeError::NoRandomIndex { count: 16 }));
    assert_eq!(ratio(11, RandomIndex::DoneganDodd), Err(CompositeError::NoRandomIndex { count: 11 }));
}

#[test]
fn two_things_are_always_consistent() {
    let two = Judgements::new(&["a", "b"], &[("a", "b", 3.0)]).expect("judgements").priorities().expect("priorities");
    assert!((two.weights[0] - 0.75).abs() < 1e-12);
    assert!(two.consistency_ratio(RandomIndex::Saaty).expect("two").abs() < 1e-15);
}

#[test]
fn a_group_is_the_geometric_mean_of_its_judgements() {
    let one = Judgements::new(&["a", "b"], &[("a", "b", 2.0)]).expect("judgements");
    let other = Judgements::new(&["a", "b"], &[("a", "b", 8.0)]).expect("judgements");
    let group = Judgements::of_group(&[one, other]).expect("a group").priorities().expect("priorities");
    assert!((group.weights[0] - 0.8).abs() < 1e-12);
}

#[test]
fn judgements_that_are_missing_twice_or_not_positive_are_named() {
    assert!(matches!(Judgements::new(&["a", "b"], &[]), Err(CompositeError::JudgementMissing { .. })));
    assert!(matches!(
        Judgements::new(&["a", "b"], &[("a", "b", 2.0), ("b", "a", 3.0)]),
        Err(CompositeError::JudgedTwice { .. })
    ));
    assert!(matches!(
        Judgements::new(&["a", "b"], &[("a", "b", -2.0)]),
        Err(CompositeError::JudgementNotPositive { .. })
    ));
    assert!(matches!(Judgements::new(&["a", "b"], &[("a", "c", 2.0)]), Err(CompositeError::UnknownIndicator { .. })));
}
