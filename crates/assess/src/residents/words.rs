//! What is said of the counting of priorities.

use super::{Count, DONE};
use crate::priorities::{Ballot, Weighing};
use city::Problem;

/// Settlements with a list whose people nobody counted, where votes are weighed by people.
pub(super) fn without_people(uncounted: &[&Ballot], lists: usize) -> Problem {
    let names: Vec<&str> = uncounted.iter().map(|b| b.settlement.as_str()).collect();
    let lost = uncounted.len();
    Problem::warning("vote_without_people")
        .found(names.join(", "))
        .expected(format!("a count of people: {lost} of {lists} lists of priorities have no weight without one"))
        .hint("count their people, or set `vote = \"settlement\"` under [assess]: one settlement, one vote")
}

/// How votes were weighed.
pub(super) fn weighing(chosen: Weighing, lists: &[Ballot]) -> String {
    let lost = lists.iter().filter(|b| b.people.is_none()).count();
    match chosen {
        Weighing::OneSettlementOneVote => "One settlement, one vote.".to_owned(),
        Weighing::ByPeople if lost == 0 => "Each settlement's list weighs as many votes as it has people.".to_owned(),
        Weighing::ByPeople => format!(
            "Each settlement's list weighs as many votes as it has people. {lost} of {} lists are lost by that: nobody \
             counted the people of those settlements.",
            lists.len()
        ),
    }
}

/// What the other way of weighing would change.
pub(super) fn other(
    count: &Count,
    beside: Option<&Count>,
    lists: &[Ballot],
    label: &impl Fn(&String) -> String,
) -> String {
    let by_people = count.tally.weighing == Weighing::OneSettlementOneVote;
    let way = if by_people { "Weighed by people" } else { "With one vote for each settlement" };
    let Some(beside) = beside else {
        return format!("{way}, no list could be counted: the people of these settlements are not known.");
    };
    let lost = lists.len() - beside.ballots.len().min(lists.len());
    let without = match (by_people, lost) {
        (true, 1..) => format!(" {lost} of {} lists would not count, as the people are not known.", lists.len()),
        _ => String::new(),
    };
    let changed = if beside.order == count.order {
        format!("{way}, the order is the same.")
    } else if beside.done() == count.done() {
        format!("{way}, the first {} stay the same and the order after them changes.", count.done().len())
    } else {
        let first: Vec<String> = beside.done().iter().map(label).collect();
        format!("{way}, the first {} would be: {}.", first.len(), first.join(", "))
    };
    let unheard = beside.unheard(label);
    let counted: Vec<f64> = unheard.iter().filter_map(|(_, people, _)| *people).collect();
    let people = if counted.len() == unheard.len() && !counted.is_empty() {
        format!(" ({:.0} people)", counted.iter().sum::<f64>())
    } else {
        String::new()
    };
    let first = beside.done().len();
    let verb = if unheard.len() == 1 { "settlement would not have its" } else { "settlements would not have their" };
    format!("{changed}{without} {} {verb} first choice among the first {first}{people}.", unheard.len())
}

/// Words of care.
pub(super) fn notes(count: &Count, lists: &[Ballot], label: &impl Fn(&String) -> String) -> Vec<String> {
    let options = count.tally.options.len();
    let mut notes = vec![
        format!(
            "A list names at most five of {options} options, and stands for a settlement, not for each person in it. An \
             option that is not listed gets no points: being left out does not mean that it is not wanted."
        ),
        format!(
            "Borda gives {} points to the first choice, one less to each after it; Copeland counts how many options one \
             beats, less those it loses to, pair by pair; the profile's own score multiplies rank (10, 8, 6, 4, 2) by \
             term (short 10, medium 5, long or not said 1), and is at most 100.",
            options.saturating_sub(1)
        ),
        format!(
            "Not heard are settlements whose first choice is not among the first {DONE} by Borda. They are named so that \
             somebody asks them."
        ),
    ];
    let has = |code: &str| count.order.iter().any(|option| option == code);
    if has("land_tenure") && has("tenure_security") {
        let names = [label(&"land_tenure".to_owned()), label(&"tenure_security".to_owned())];
        notes.push(format!(
            "The profile's own score adds {} to {}: both rows show their sum. Borda and Copeland keep them apart.",
            names[0].to_lowercase(),
            names[1].to_lowercase()
        ));
    }
    let short = lists.iter().filter(|b| b.choices.len() < 5).count();
    if short > 0 {
        notes.push(format!("{short} of {} lists name fewer than five.", lists.len()));
    }
    let unnamed: Vec<String> =
        count.tally.options.iter().filter(|code| !has(code)).map(|code| label(code).to_lowercase()).collect();
    if !unnamed.is_empty() {
        notes.push(format!("Nobody named: {}.", unnamed.join(", ")));
    }
    if count.tally.condorcet.is_none() {
        notes.push("No option beats every other one pair by pair.".to_owned());
    }
    notes
}
