//! What residents want first, from the lists of their profiles.

mod lists;
mod words;

use crate::evidence::{Evidence, PeopleByPlace};
use crate::priorities::{Ballot, ScoreRule, Tally, Weighing, order, scores, tally, unheard};
use crate::profile::facts::Facts;
use city::assess_settings::Vote;
use city::assessment::{PrioritiesResult, PriorityOption};
use city::{PlaceId, Problem};

/// How many options are taken as done when it is asked who is not heard.
const DONE: usize = 3;

/// What residents want first: the newest list of each settlement, of one date and one source, counted by Borda, Copeland,
/// Condorcet and the profile's own rule, weighed as `settings.vote` says.
///
/// None where no settlement has a list that can be counted. Where votes are weighed by people, a settlement whose people
/// nobody counted has no vote: it is named as a problem, and the notes say how many. An option is whatever `priority` of
/// `data/dimensions.csv` holds; those that nobody named are not shown. A settlement is not heard where its first choice is
/// not among the first three.
///
/// Problems: `vote_without_people`, `priority_not_one` (several answers for one rank), and the ballots that were refused.
#[must_use]
pub fn priorities(
    evidence: &Evidence,
    facts: &Facts,
    people: &PeopleByPlace,
) -> (Option<PrioritiesResult>, Vec<Problem>) {
    let mut problems = Vec::new();
    let lists = lists::newest(evidence.places, facts, people, &mut problems);
    if lists.is_empty() {
        return (None, problems);
    }
    let codes: Vec<String> = evidence.dimensions.codes("priority").map(|code| code.code.clone()).collect();
    let (chosen, other) = match evidence.settings.vote {
        Vote::Settlement => (Weighing::OneSettlementOneVote, Weighing::ByPeople),
        Vote::People => (Weighing::ByPeople, Weighing::OneSettlementOneVote),
    };
    let uncounted: Vec<&Ballot> = lists.iter().filter(|b| b.people.is_none()).collect();
    if chosen == Weighing::ByPeople && !uncounted.is_empty() {
        problems.push(words::without_people(&uncounted, lists.len()));
    }
    let Some(count) = Count::of(&codes, &lists, chosen, &mut problems) else { return (None, problems) };
    let beside = Count::of(&codes, &lists, other, &mut Vec::new());
    let label = |code: &String| evidence.dimensions.label("priority", code).unwrap_or(code).to_owned();
    let result = PrioritiesResult {
        weighing: words::weighing(chosen, &lists),
        settlements: count.ballots.len() as u64,
        options: count.options(&label),
        condorcet: count.tally.condorcet.as_ref().map(label),
        pairwise: count.pairwise(),
        unheard: count.unheard(&label),
        other_weighing: words::other(&count, beside.as_ref(), &lists, &label),
        notes: words::notes(&count, &lists, &label),
    };
    (Some(result), problems)
}

/// Ballots counted in one way.
struct Count {
    ballots: Vec<Ballot>,
    tally: Tally,
    scores: std::collections::BTreeMap<String, f64>,
    /// Options that somebody named, in the order of Borda.
    order: Vec<String>,
}

impl Count {
    /// Counts the ballots that have a weight; those that are refused become problems.
    fn of(codes: &[String], lists: &[Ballot], weighing: Weighing, problems: &mut Vec<Problem>) -> Option<Self> {
        let counts = |b: &&Ballot| weighing == Weighing::OneSettlementOneVote || b.people.is_some();
        let mut ballots: Vec<Ballot> = lists.iter().filter(counts).cloned().collect();
        if ballots.is_empty() {
            return None;
        }
        let tally = match tally(codes, &ballots, weighing) {
            Ok(tally) => tally,
            Err(refused) => {
                problems.push(refused.problem());
                return None;
            }
        };
        let (scores, _) = scores(codes, &ballots, weighing, &ScoreRule::default()).ok()?;
        problems.extend(tally.left_out.iter().map(crate::refusal::Refusal::problem));
        ballots.retain(|ballot| is_sound(codes, ballot));
        let named = |code: &String| ballots.iter().any(|b| b.choices.iter().any(|c| c.option == *code));
        let order = order(codes, &tally.borda).into_iter().filter(named).collect();
        Some(Self { ballots, tally, scores, order })
    }

    fn at(&self, code: &str) -> Option<usize> {
        self.tally.options.iter().position(|option| option == code)
    }

    fn options(&self, label: &impl Fn(&String) -> String) -> Vec<PriorityOption> {
        let added_to = ScoreRule::default().added_to;
        let of = |list: &[f64], code: &str| self.at(code).and_then(|at| list.get(at)).copied().unwrap_or(0.0);
        let first = |code: &String| -> u64 {
            self.ballots.iter().filter(|b| b.choices.first().is_some_and(|c| c.option == *code)).count() as u64
        };
        let score = |code: &String| self.scores.get(added_to.get(code).unwrap_or(code)).copied().unwrap_or(0.0);
        let option = |code: &String| PriorityOption {
            label: label(code),
            borda: of(&self.tally.borda, code),
            copeland: of(&self.tally.copeland, code),
            profile_score: score(code),
            first: first(code),
        };
        self.order.iter().map(option).collect()
    }

    fn pairwise(&self) -> Vec<Vec<Option<f64>>> {
        let cell = |row: &String, column: &String| {
            let votes = self.tally.pairwise.get(self.at(row)?)?.get(self.at(column)?)?;
            (row != column && self.tally.weight > 0.0).then(|| 100.0 * votes / self.tally.weight)
        };
        self.order.iter().map(|row| self.order.iter().map(|column| cell(row, column)).collect()).collect()
    }

    fn done(&self) -> &[String] {
        self.order.get(..DONE).unwrap_or(&self.order)
    }

    fn unheard(&self, label: &impl Fn(&String) -> String) -> Vec<(PlaceId, Option<f64>, String)> {
        let mut lost: Vec<_> = unheard(self.done(), &self.ballots, 1)
            .into_iter()
            .map(|u| {
                let wants: Vec<String> = u.wants.iter().map(label).collect();
                (PlaceId(u.settlement), u.people, wants.join(", "))
            })
            .collect();
        let most = |people: Option<f64>| people.unwrap_or(f64::NEG_INFINITY);
        lost.sort_by(|a, b| most(b.1).total_cmp(&most(a.1)).then_with(|| a.0.cmp(&b.0)));
        lost
    }
}

/// Whether a ballot is one that [`tally`] counts: known options, each once.
fn is_sound(codes: &[String], ballot: &Ballot) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    ballot.choices.iter().all(|c| codes.contains(&c.option) && seen.insert(&c.option))
}

#[cfg(test)]
mod tests;
