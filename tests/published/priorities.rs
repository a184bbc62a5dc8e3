//! Voting rules against the ballot of four cities.

#![expect(clippy::unwrap_used, reason = "a test fails where a number is missing")]

use assess::priorities::{Ballot, Choice, ScoreRule, Tally, Term, Weighing, order, scores, tally};

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

/// The analyst's rule of Open Reblock (Know Your City profiles, questions Q1 to Q5): 10, 8, 6, 4, 2 for the first to fifth
/// priority, times 10, 5, 1 for the short, medium and long term (1 where it was not said); tenure of land counts as security of
/// tenure; at most 100 for one answer.
#[test]
fn the_profile_score_is_rank_times_term() {
    let names = ["water_drainage", "land_tenure", "housing", "electricity", "sanitation_sewage", "tenure_security"];
    for (term, factor) in [(Some(Term::Short), 10.0), (Some(Term::Medium), 5.0), (Some(Term::Long), 1.0), (None, 1.0)] {
        let choices = names[..5].iter().map(|name| Choice { option: (*name).into(), term });
        let ballot = Ballot { settlement: "a settlement".into(), people: None, choices: choices.collect() };
        let options = names.map(String::from);
        let rule = ScoreRule::default();
        let (found, left_out) = scores(&options, &[ballot], Weighing::OneSettlementOneVote, &rule).unwrap();
        assert!(left_out.is_empty() && !found.contains_key("land_tenure"));
        let of = ["water_drainage", "tenure_security", "housing", "electricity", "sanitation_sewage"]
            .map(|name| found[name]);
        near(&of, &[10.0, 8.0, 6.0, 4.0, 2.0].map(|points| points * factor));
    }
}
