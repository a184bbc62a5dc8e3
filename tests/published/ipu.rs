//! Iterative proportional updating against the worked example that its authors published.

#![expect(clippy::unwrap_used, reason = "a test fails where a number is missing")]

use anticipate::ipu::{Constraint, IpuSettings, ipu};

/// Ye, X., Konduri, K., Pendyala, R. M., Sana, B. and Waddell, P. 2009, "A methodology to match distributions of both household and
/// person attributes in the generation of synthetic populations", 88th Annual Meeting of the Transportation Research Board,
/// Washington DC, table 1: household types and the person types of each household.
const HOUSEHOLD_TYPES: [usize; 8] = [1, 1, 1, 2, 2, 2, 2, 2];
const PERSON_TYPES: [&[usize]; 8] =
    [&[1, 2, 3], &[1, 3], &[1, 1, 2], &[1, 3, 3], &[2, 2, 3], &[1, 2], &[1, 1, 2, 3, 3], &[1, 2]];

fn constraints() -> Vec<Constraint> {
    let of_households = [35.0, 65.0].into_iter().enumerate().map(|(at, target)| {
        let uses = (0..8).filter(|h| HOUSEHOLD_TYPES[*h] == at + 1).map(|h| (h, 1.0)).collect();
        Constraint { name: format!("household type {}", at + 1), target, uses }
    });
    let of_persons = [91.0, 65.0, 104.0].into_iter().enumerate().map(|(at, target)| {
        let count = |h: usize| u8::try_from(PERSON_TYPES[h].iter().filter(|t| **t == at + 1).count()).unwrap();
        let uses = (0..8).filter(|h| count(*h) > 0).map(|h| (h, f64::from(count(h)))).collect();
        Constraint { name: format!("person type {}", at + 1), target, uses }
    });
    of_households.chain(of_persons).collect()
}

/// The same, table 1, last column, published to two decimals; the sequential updating converges to the four decimals here, computed
/// apart from this code (`water_and_sanitation.md`, reference numbers).
#[test]
fn the_weights_of_the_worked_example_are_those_published() {
    let published = [1.36, 25.66, 7.98, 27.79, 18.45, 8.64, 1.47, 8.64];
    let four_decimals = [1.3596, 25.6608, 7.9796, 27.7913, 18.4521, 8.6421, 1.4725, 8.6421];
    let fit = ipu(&[1.0; 8], &constraints(), &IpuSettings::default()).unwrap();
    assert!(fit.converged, "{fit:?}");
    for ((weight, two), four) in fit.weights.iter().zip(published).zip(four_decimals) {
        assert!((weight - two).abs() <= 0.005, "{weight} against {two}");
        assert!((weight - four).abs() <= 0.00005, "{weight} against {four}");
    }
    assert!(fit.worst < 1e-6 && fit.each.iter().all(|c| (c.made - c.target).abs() < 1e-4), "{fit:?}");
}

/// The same: households 6 and 8 have the same frequencies, so nothing can tell them apart.
#[test]
fn households_alike_weigh_alike() {
    let fit = ipu(&[1.0; 8], &constraints(), &IpuSettings::default()).unwrap();
    assert!((fit.weights[5] - fit.weights[7]).abs() < 1e-12);
}

/// The same, table 1: the first adjustment to household type 1 gives 35 / 3 = 11.67, and to household type 2 gives 65 / 5 = 13.00; the
/// person types follow, each after the one before: sequential, not averaged.
#[test]
fn the_first_pass_is_the_published_one() {
    let one = IpuSettings { most_iterations: 1, ..IpuSettings::default() };
    let fit = ipu(&[1.0; 8], &constraints(), &one).unwrap();
    let published = [12.37, 14.61, 8.05, 16.28, 16.91, 8.97, 13.78, 8.97];
    for (weight, two) in fit.weights.iter().zip(published) {
        assert!((weight - two).abs() <= 0.005 + 1e-9, "{:?}", fit.weights);
    }
    assert!(!fit.converged);
}
