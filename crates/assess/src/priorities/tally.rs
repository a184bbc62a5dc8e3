//! Borda, Copeland and Condorcet.

use super::ballot::{Ballot, Vote, Weighing, votes};
use crate::refusal::Refusal;
use std::cmp::Ordering;

/// Ballots counted by three rules; lists are in the order of the options.
#[derive(Debug, Clone, PartialEq)]
pub struct Tally {
    /// How the ballots were weighed.
    pub weighing: Weighing,
    /// Sum of weights of the ballots counted.
    pub weight: f64,
    /// Options.
    pub options: Vec<String>,
    /// Borda: n - 1 points for a first choice, n - 2 for the next; none for an option that a ballot does not list.
    pub borda: Vec<f64>,
    /// `pairwise[a][b]`: weight of the ballots that put a before b.
    pub pairwise: Vec<Vec<f64>>,
    /// Copeland: options beaten less options lost to.
    pub copeland: Vec<f64>,
    /// The option that beats every other one, where there is one.
    pub condorcet: Option<String>,
    /// Ballots that were left out, with the reason.
    pub left_out: Vec<Refusal>,
}

/// Counts ballots by Borda, Copeland and Condorcet.
///
/// A listed option is before every unlisted one; two unlisted ones are not compared, and unlisted ones get no points, so that
/// long lists of options cost those seldom named. A ballot with an unknown option, one twice, nothing, or (by people) no
/// count of people is left out and named. Sources: Borda 1781; Copeland 1951.
///
/// # Errors
/// [`Refusal::Parameter`] for an option twice, [`Refusal::Missing`] where no ballot can be counted.
///
/// ```
/// use assess::priorities::{order, tally, Ballot, Choice, Weighing};
/// let ballot = |settlement: &str, wants: &[&str]| Ballot {
///     settlement: settlement.into(),
///     people: None,
///     choices: wants.iter().map(|o| Choice { option: (*o).into(), term: None }).collect(),
/// };
/// let options = ["water", "toilets", "tenure"].map(String::from);
/// let ballots = [ballot("a", &["toilets", "water"]), ballot("b", &["tenure", "toilets"])];
/// let made = tally(&options, &ballots, Weighing::OneSettlementOneVote)?;
/// assert_eq!(made.borda, [1.0, 3.0, 2.0]);
/// assert_eq!(order(&options, &made.borda), ["toilets", "tenure", "water"]);
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn tally(options: &[String], ballots: &[Ballot], weighing: Weighing) -> Result<Tally, Refusal> {
    let (votes, left_out) = votes(options, ballots, weighing)?;
    let pairwise = pairwise(options.len(), &votes);
    let beaten: Vec<(f64, f64)> =
        pairwise.iter().enumerate().map(|(a, row)| beats_and_losses(a, row, &pairwise)).collect();
    let others = (1..options.len()).fold(0.0, |n, _| n + 1.0);
    let winner = beaten.iter().position(|(beats, _)| *beats >= others).filter(|_| options.len() > 1);
    Ok(Tally {
        weighing,
        weight: votes.iter().map(|v| v.weight).sum(),
        options: options.to_vec(),
        borda: borda(options.len(), &votes),
        copeland: beaten.iter().map(|(beats, losses)| beats - losses).collect(),
        condorcet: winner.and_then(|at| options.get(at).cloned()),
        pairwise,
        left_out,
    })
}

/// Options from the greatest score to the least; equal ones by name.
#[must_use]
pub fn order(options: &[String], scores: &[f64]) -> Vec<String> {
    let mut ranked: Vec<(&String, f64)> = options.iter().zip(scores.iter().copied()).collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    ranked.into_iter().map(|(option, _)| option.clone()).collect()
}

fn borda(options: usize, votes: &[Vote]) -> Vec<f64> {
    let mut points = vec![0.0; options];
    for vote in votes {
        let mut left = (1..options).fold(0.0, |n, _| n + 1.0);
        for place in &vote.places {
            if let Some(point) = points.get_mut(*place) {
                *point += vote.weight * left;
            }
            left -= 1.0;
        }
    }
    points
}

fn pairwise(options: usize, votes: &[Vote]) -> Vec<Vec<f64>> {
    let mut table = vec![vec![0.0; options]; options];
    for vote in votes {
        for (rank, place) in vote.places.iter().enumerate() {
            let Some(row) = table.get_mut(*place) else { continue };
            let above = vote.places.get(..=rank).unwrap_or_default();
            for (other, cell) in row.iter_mut().enumerate() {
                *cell += if above.contains(&other) { 0.0 } else { vote.weight };
            }
        }
    }
    table
}

fn beats_and_losses(a: usize, row: &[f64], table: &[Vec<f64>]) -> (f64, f64) {
    let (mut beats, mut losses) = (0.0, 0.0);
    for (for_it, other) in row.iter().zip(table) {
        match for_it.partial_cmp(other.get(a).unwrap_or(&0.0)) {
            Some(Ordering::Greater) => beats += 1.0,
            Some(Ordering::Less) => losses += 1.0,
            _ => {}
        }
    }
    (beats, losses)
}

#[cfg(test)]
mod tests {
    use super::super::ballot::testing::{ballot, options};
    use super::*;

    #[test]
    fn the_choice_of_weights_can_turn_the_winner() {
        let names = options(&["water", "tenure"]);
        let ballots = [
            ballot("small 1", Some(100.0), &["water"]),
            ballot("small 2", Some(100.0), &["water"]),
            ballot("large", Some(900.0), &["tenure"]),
        ];
        let by = |weighing| tally(&names, &ballots, weighing).unwrap().condorcet;
        assert_eq!(by(Weighing::OneSettlementOneVote).as_deref(), Some("water"));
        assert_eq!(by(Weighing::ByPeople).as_deref(), Some("tenure"));
    }

    #[test]
    fn unlisted_options_are_below_listed_ones_and_not_compared() {
        let made =
            tally(&options(&["a", "b", "c"]), &[ballot("s", None, &["b"])], Weighing::OneSettlementOneVote).unwrap();
        assert_eq!(made.pairwise, [[0.0, 0.0, 0.0], [1.0, 0.0, 1.0], [0.0, 0.0, 0.0]]);
        assert_eq!(made.copeland, [-1.0, 2.0, -1.0]);
        assert_eq!(made.borda, [0.0, 2.0, 0.0]);
    }

    #[test]
    fn a_ballot_that_cannot_be_counted_is_named_and_the_rest_counted() {
        let ballots = [
            ballot("one", Some(5.0), &["a"]),
            ballot("two", Some(5.0), &["moon"]),
            ballot("three", Some(5.0), &["a", "a"]),
            ballot("four", None, &["a"]),
            ballot("five", Some(5.0), &[]),
        ];
        let made = tally(&options(&["a", "b"]), &ballots, Weighing::ByPeople).unwrap();
        let named: Vec<String> = made.left_out.iter().map(ToString::to_string).collect();
        assert_eq!(
            named,
            [
                "two, row 2: priority is moon, expected one of a, b",
                "three, row 3: priority is a, expected each option once",
                "four, row 4: people is nothing, expected a number above zero",
                "five, row 5: priority is nothing, expected one choice or more",
            ]
        );
        assert!((made.weight - 5.0).abs() < 1e-12);
    }

    #[test]
    fn a_cycle_has_no_condorcet_winner() {
        let ballots = [
            ballot("1", None, &["a", "b", "c"]),
            ballot("2", None, &["b", "c", "a"]),
            ballot("3", None, &["c", "a", "b"]),
        ];
        let made = tally(&options(&["a", "b", "c"]), &ballots, Weighing::OneSettlementOneVote).unwrap();
        assert_eq!(made.condorcet, None);
        assert_eq!(made.copeland, [0.0; 3]);
    }

    #[test]
    fn a_list_longer_than_the_options_cannot_be() {
        assert!(tally(&options(&["a", "a"]), &[ballot("1", None, &["a"])], Weighing::OneSettlementOneVote).is_err());
        assert!(tally(&[], &[], Weighing::OneSettlementOneVote).is_err());
    }
}
