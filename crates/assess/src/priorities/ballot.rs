//! Ballots: what each settlement put first, second, and so on.

use crate::refusal::Refusal;

/// When a priority is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// Short term.
    Short,
    /// Medium term.
    Medium,
    /// Long term.
    Long,
}

/// One line of a ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Option.
    pub option: String,
    /// Term; none where it was not said.
    pub term: Option<Term>,
}

/// What one settlement (or any other group) wants, first choice first. Options that it does not list are below all that it lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Ballot {
    /// Settlement.
    pub settlement: String,
    /// Its people; none where nobody counted.
    pub people: Option<f64>,
    /// Choices, first first.
    pub choices: Vec<Choice>,
}

/// How ballots weigh. There is no default: the choice is made and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighing {
    /// One settlement, one vote.
    OneSettlementOneVote,
    /// By people; a settlement whose people nobody counted is left out and named.
    ByPeople,
}

/// A ballot that was kept: its weight, and positions of its choices in the list of options.
pub(super) struct Vote<'a> {
    pub ballot: &'a Ballot,
    pub weight: f64,
    pub places: Vec<usize>,
}

/// Ballots that can be counted, and those that cannot with the reason.
pub(super) fn votes<'a>(
    options: &[String],
    ballots: &'a [Ballot],
    weighing: Weighing,
) -> Result<(Vec<Vote<'a>>, Vec<Refusal>), Refusal> {
    if let Some(twice) = options.iter().enumerate().find(|(at, o)| options.iter().take(*at).any(|other| other == *o)) {
        return Err(Refusal::parameter("priorities", "options", twice.1, "each option once"));
    }
    let (mut votes, mut left_out) = (Vec::new(), Vec::new());
    for (at, ballot) in ballots.iter().enumerate() {
        match vote(options, ballot, at, weighing) {
            Ok(vote) => votes.push(vote),
            Err(refused) => left_out.push(refused),
        }
    }
    if votes.is_empty() {
        let inputs = vec!["a ballot that can be counted".to_owned()];
        return Err(Refusal::Missing { method: "priorities".to_owned(), inputs });
    }
    Ok((votes, left_out))
}

fn vote<'a>(options: &[String], ballot: &'a Ballot, at: usize, weighing: Weighing) -> Result<Vote<'a>, Refusal> {
    let place = (ballot.settlement.as_str(), at);
    let weight = match (weighing, ballot.people) {
        (Weighing::OneSettlementOneVote, _) => 1.0,
        (Weighing::ByPeople, Some(people)) if people > 0.0 && people.is_finite() => people,
        (Weighing::ByPeople, Some(people)) => {
            return Err(Refusal::value(place, "people", people, "a number above zero"));
        }
        (Weighing::ByPeople, None) => return Err(Refusal::value(place, "people", "nothing", "a number above zero")),
    };
    let mut places = Vec::with_capacity(ballot.choices.len());
    for choice in &ballot.choices {
        let Some(place_of) = options.iter().position(|o| *o == choice.option) else {
            let expected = format!("one of {}", options.join(", "));
            return Err(Refusal::value(place, "priority", &choice.option, expected));
        };
        if places.contains(&place_of) {
            return Err(Refusal::value(place, "priority", &choice.option, "each option once"));
        }
        places.push(place_of);
    }
    if places.is_empty() {
        return Err(Refusal::value(place, "priority", "nothing", "one choice or more"));
    }
    Ok(Vote { ballot, weight, places })
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    pub fn ballot(settlement: &str, people: Option<f64>, choices: &[&str]) -> Ballot {
        let choices = choices.iter().map(|o| Choice { option: (*o).into(), term: Some(Term::Short) }).collect();
        Ballot { settlement: settlement.into(), people, choices }
    }

    pub fn options(names: &[&str]) -> Vec<String> {
        names.iter().map(|n| (*n).to_owned()).collect()
    }
}
