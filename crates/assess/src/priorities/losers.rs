//! Who loses under a ranking.

use super::ballot::Ballot;
use std::collections::BTreeMap;

/// A settlement whose first choices are not among those chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Unheard {
    /// Settlement.
    pub settlement: String,
    /// Its people, where counted.
    pub people: Option<f64>,
    /// What it wants first.
    pub wants: Vec<String>,
}

/// Settlements none of whose first `choices` choices is among the chosen options, in the order of the ballots.
///
/// A ballot that lists nothing is not among them: it said nothing that could be unheard.
#[must_use]
pub fn unheard(chosen: &[String], ballots: &[Ballot], choices: usize) -> Vec<Unheard> {
    let wants = |ballot: &Ballot| -> Vec<String> {
        ballot.choices.iter().take(choices).map(|choice| choice.option.clone()).collect()
    };
    ballots
        .iter()
        .map(|b| Unheard { settlement: b.settlement.clone(), people: b.people, wants: wants(b) })
        .filter(|b| !b.wants.is_empty() && !b.wants.iter().any(|want| chosen.contains(want)))
        .collect()
}

/// For each of the chosen options, the groups in whose own ranking it is outside the first `top`.
///
/// Rankings are lists of options, first first, under the group's name; an option that a group does not list is outside.
///
/// ```
/// use assess::priorities::outside_top;
/// let rankings = [("women", vec!["water", "toilets"]), ("men", vec!["roads", "water"])];
/// let rankings = rankings.map(|(group, wants)| (group.to_owned(), wants.into_iter().map(String::from).collect()));
/// assert_eq!(outside_top(&["roads".to_owned()], &rankings, 1)["roads"], ["women"]);
/// ```
#[must_use]
pub fn outside_top(chosen: &[String], rankings: &[(String, Vec<String>)], top: usize) -> BTreeMap<String, Vec<String>> {
    let outside = |option: &String| {
        let lost = rankings.iter().filter(|(_, ranking)| !ranking.iter().take(top).any(|o| o == option));
        lost.map(|(group, _)| group.clone()).collect()
    };
    chosen.iter().map(|option| (option.clone(), outside(option))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::ballot::testing::{ballot, options};
    use super::*;

    #[test]
    fn a_settlement_whose_first_choice_is_not_chosen_is_unheard() {
        let ballots = [
            ballot("heard", Some(10.0), &["water", "roads"]),
            ballot("lost", Some(20.0), &["tenure", "water"]),
            ballot("silent", Some(30.0), &[]),
        ];
        let lost = unheard(&options(&["water"]), &ballots, 1);
        assert_eq!(lost.len(), 1);
        assert_eq!((lost[0].settlement.as_str(), lost[0].people), ("lost", Some(20.0)));
        assert!(unheard(&options(&["water"]), &ballots, 2).is_empty());
    }

    #[test]
    fn an_option_that_a_group_does_not_list_is_outside_its_top() {
        let rankings = [("tenants".to_owned(), options(&["water"])), ("owners".to_owned(), options(&["roads"]))];
        assert_eq!(outside_top(&options(&["water"]), &rankings, 5)["water"], ["owners"]);
    }
}
