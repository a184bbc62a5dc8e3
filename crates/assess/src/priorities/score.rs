//! The score of settlement profiles: rank x term.

use super::ballot::{Ballot, Term, Weighing, votes};
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// Weights of ranks and terms, and which options are added together.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreRule {
    /// Points of the first, second, ... choice; none after the last.
    pub ranks: Vec<f64>,
    /// Factor of the short, medium and long term.
    pub terms: [f64; 3],
    /// Factor where the term was not said.
    pub unsaid: f64,
    /// Options counted as another one.
    pub added_to: BTreeMap<String, String>,
}

impl Default for ScoreRule {
    /// 10, 8, 6, 4, 2 times 10, 5, 1 (not said: 1); tenure of land is added to security of tenure. Source: the Open Reblock
    /// analysis of Know Your City profiles.
    fn default() -> Self {
        Self {
            ranks: vec![10.0, 8.0, 6.0, 4.0, 2.0],
            terms: [10.0, 5.0, 1.0],
            unsaid: 1.0,
            added_to: [("land_tenure".to_owned(), "tenure_security".to_owned())].into(),
        }
    }
}

/// Mean score of each option over ballots (100 for one that all put first for the short term), and the ballots left out.
///
/// Options that are added together come under the name that they are added to. Ballots are refused as by [`super::tally()`].
///
/// # Errors
/// As [`super::tally()`].
///
/// ```
/// use assess::priorities::{scores, Ballot, Choice, ScoreRule, Term, Weighing};
/// let choice = |option: &str, term| Choice { option: option.into(), term };
/// let ballot = Ballot {
///     settlement: "a".into(),
///     people: None,
///     choices: vec![choice("water", Some(Term::Short)), choice("housing", Some(Term::Medium)), choice("roads", None)],
/// };
/// let options = ["water", "housing", "roads"].map(String::from);
/// let (made, _) = scores(&options, &[ballot], Weighing::OneSettlementOneVote, &ScoreRule::default())?;
/// assert_eq!((made["water"], made["housing"], made["roads"]), (100.0, 40.0, 6.0));
/// # Ok::<(), assess::refusal::Refusal>(())
/// ```
pub fn scores(
    options: &[String],
    ballots: &[Ballot],
    weighing: Weighing,
    rule: &ScoreRule,
) -> Result<(BTreeMap<String, f64>, Vec<Refusal>), Refusal> {
    let (votes, left_out) = votes(options, ballots, weighing)?;
    let name = |option: &String| rule.added_to.get(option).unwrap_or(option).clone();
    let mut sums: BTreeMap<String, f64> = options.iter().map(|o| (name(o), 0.0)).collect();
    let total: f64 = votes.iter().map(|v| v.weight).sum();
    for vote in &votes {
        for (choice, rank) in vote.ballot.choices.iter().zip(&rule.ranks) {
            let [short, medium, long] = rule.terms;
            let factor = match choice.term {
                Some(Term::Short) => short,
                Some(Term::Medium) => medium,
                Some(Term::Long) => long,
                None => rule.unsaid,
            };
            *sums.entry(name(&choice.option)).or_default() += vote.weight * rank * factor;
        }
    }
    Ok((sums.into_iter().map(|(option, sum)| (option, sum / total)).collect(), left_out))
}

#[cfg(test)]
mod tests {
    use super::super::ballot::testing::{ballot, options};
    use super::*;

    #[test]
    fn the_two_kinds_of_tenure_are_added_together() {
        let names = options(&["tenure_security", "land_tenure"]);
        let ballots = [ballot("a", None, &["land_tenure", "tenure_security"])];
        let rule = ScoreRule::default();
        let (made, _) = scores(&names, &ballots, Weighing::OneSettlementOneVote, &rule).unwrap();
        assert_eq!(made, [("tenure_security".to_owned(), 180.0)].into());
    }

    #[test]
    fn scores_by_people_are_a_mean_over_people() {
        let names = options(&["water", "roads"]);
        let ballots = [ballot("a", Some(300.0), &["water"]), ballot("b", Some(100.0), &["roads"])];
        let (made, _) = scores(&names, &ballots, Weighing::ByPeople, &ScoreRule::default()).unwrap();
        assert!((made["water"] - 75.0).abs() < 1e-12);
    }

    #[test]
    fn a_sixth_choice_gets_nothing() {
        let names = options(&["a", "b", "c", "d", "e", "f"]);
        let ballots = [ballot("s", None, &["a", "b", "c", "d", "e", "f"])];
        let (made, _) = scores(&names, &ballots, Weighing::OneSettlementOneVote, &ScoreRule::default()).unwrap();
        assert!(made["f"].abs() < 1e-12 && (made["e"] - 20.0).abs() < 1e-12);
    }
}
