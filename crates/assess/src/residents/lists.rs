//! Lists: what each settlement named first, second and so on in its newest profile.

use crate::evidence::PeopleByPlace;
use crate::priorities::{Ballot, Choice, Term};
use crate::profile::facts::Facts;
use city::source::SourceId;
use city::{Group, Observation, Period, Place, PlaceKind, Problem, Value};

const RANKS: [(&str, &str); 5] =
    [("priority_1", "1"), ("priority_2", "2"), ("priority_3", "3"), ("priority_4", "4"), ("priority_5", "5")];

/// One list for each settlement that has one, by id: all of it from one source and one date, the newest. Of two sources
/// with a list of the same date, the one of better quality counts, then the first by id.
pub(super) fn newest(
    places: &[Place],
    facts: &Facts,
    people: &PeopleByPlace,
    problems: &mut Vec<Problem>,
) -> Vec<Ballot> {
    let mut settlements: Vec<&Place> = places.iter().filter(|p| p.kind == PlaceKind::Settlement).collect();
    settlements.sort_by(|a, b| a.id.cmp(&b.id));
    let list = |place: &&Place| {
        let choices = choices(place, facts, problems);
        let counted = people.get(&place.id).map(|e| e.value).filter(|n| n.is_finite() && *n > 0.0);
        (!choices.is_empty()).then(|| Ballot { settlement: place.id.to_string(), people: counted, choices })
    };
    settlements.iter().filter_map(list).collect()
}

fn codes(observation: &Observation) -> &[String] {
    match &observation.value {
        Value::Classes(codes) => codes,
        _ => &[],
    }
}

fn choices(place: &Place, facts: &Facts, problems: &mut Vec<Problem>) -> Vec<Choice> {
    let everybody = |indicator: &str| {
        facts.all(&place.id, indicator).iter().filter(|o| o.group.is_all() && !codes(o).is_empty()).copied()
    };
    let all = RANKS.iter().flat_map(|(indicator, _)| everybody(indicator));
    let better =
        |o: &&Observation| (o.period.clone(), std::cmp::Reverse(o.quality), std::cmp::Reverse(o.source.clone()));
    let Some(newest) = all.max_by_key(better) else { return Vec::new() };
    let (period, source) = (&newest.period, &newest.source);
    let mut choices = Vec::new();
    for (indicator, rank) in RANKS {
        match everybody(indicator).find(|o| o.period == *period && o.source == *source).map(codes) {
            Some([one]) => {
                let term = term(place, facts, rank, (period, source));
                choices.push(Choice { option: one.clone(), term });
            }
            Some(several @ [_, _, ..]) => problems.push(not_one(place, (indicator, period), several)),
            _ => {}
        }
    }
    choices
}

fn term(place: &Place, facts: &Facts, rank: &str, (period, source): (&Period, &SourceId)) -> Option<Term> {
    let group = Group::all().with("rank", rank);
    let of_rank = facts
        .all(&place.id, "priority_term")
        .iter()
        .find(|o| o.group == group && o.period == *period && o.source == *source)?;
    match codes(of_rank).first()?.as_str() {
        "short" => Some(Term::Short),
        "medium" => Some(Term::Medium),
        "long" => Some(Term::Long),
        _ => None,
    }
}

fn not_one(place: &Place, (indicator, period): (&str, &Period), codes: &[String]) -> Problem {
    Problem::warning("priority_not_one")
        .in_column(indicator)
        .found(format!("{} of {}, {period}", codes.join(", "), place.name))
        .expected("one answer for each rank")
        .hint("ask the settlement which of them comes first; until then this rank of its list is left out")
}
