//! Voting rules against the ballot of four cities.

#![expect(clippy::unwrap_used, reason = "a test fails where a number is missing")]

use assess::priorities::{Ballot, Choice, Tally, Weighing, order, tally};

const CITIES: [&str; 4] = ["Memphis", "Nashville", "Chattanooga", "Knoxville"];

/// The choice of a capital of Tennessee, the textbook ballot of voting theory: 42, 26, 15 and 17 voters.
fn tennessee() -> Tally {
    let votes = [(42.0, [0, 1, 2, 3]), (26.0, [1, 2, 3, 0]), (15.0, [2, 3, 1, 0]), (17.0, [3, 2, 1, 0])];
    let ballots = votes.map(|(people, wants)| Ballot {
        settlement: format!("near {}", CITIES[wants[0]]),
        people: Some(people),
        choices: wants.iter().map(|at: &usize| Choice { option: CITIES[*at].into(), term: None }).collect(),
    });
    tally(&CITIES.map(String::from), &ballots, Weighing::ByPeople).unwrap()
}

fn near(got: &[f64], published: &[f64]) {
    let same = got.len() == published.len() && got.iter().zip(published).all(|(g, p)| (g - p).abs() < 1e-9);
    assert!(same, "{got:?} {published:?}");
}

#[test]
fn borda_gives_the_published_points() {
    let made = tennessee();
    near(&made.borda, &[126.0, 194.0, 173.0, 107.0]);
    assert!((made.borda.iter().sum::<f64>() - 600.0).abs() < 1e-9);
    assert_eq!(order(&made.options, &made.borda), ["Nashville", "Chattanooga", "Memphis", "Knoxville"]);
}

#[test]
fn copeland_and_condorcet_find_nashville() {
    near(&tennessee().copeland, &[-3.0, 3.0, 1.0, -1.0]);
    assert_eq!(tennessee().condorcet.as_deref(), Some("Nashville"));
}

#[test]
fn the_pairwise_table_is_the_published_one() {
    let published = [
        [0.0, 42.0, 42.0, 42.0], // Memphis
        [58.0, 0.0, 68.0, 68.0], // Nashville
        [58.0, 32.0, 0.0, 83.0], // Chattanooga
        [58.0, 32.0, 17.0, 0.0], // Knoxville
    ];
    for (got, row) in tennessee().pairwise.iter().zip(published) {
        near(got, &row);
    }
}
