//! What residents answer about a hazard: how often, and how many structures were destroyed.

use crate::RiskEvidence;
use assess::hazard::catalogue::Hazard;
use assess::profile::facts::Facts;
use city::{Estimate, Group, Place, Value};

/// Answers about one hazard at one place.
pub struct Answers {
    /// Whether they say that it happened.
    pub happened: bool,
    /// How many times, at least.
    pub times: Option<f64>,
    /// Structures destroyed.
    pub destroyed: Option<Estimate>,
    /// Whether more may have been.
    pub destroyed_open: bool,
}

/// What residents of a place answer about a hazard; none where they were not asked.
pub fn of(risk: &RiskEvidence, facts: &Facts, place: &Place, hazard: &Hazard) -> Option<Answers> {
    let group = Group::all().with("hazard", &hazard.group);
    let coded = |indicator: &str, flag: &str| -> Option<(f64, String)> {
        let answer = facts.best(&place.id, indicator, &group).filter(|_| !hazard.group.is_empty())?;
        let number = |code: &String| -> Option<(f64, String)> {
            let mut flags = risk.evidence.dimensions.counts_as(indicator, code);
            Some((flags.find_map(|f| f.strip_prefix(flag)?.parse().ok())?, code.clone()))
        };
        codes(&answer.value)?.iter().filter_map(number).max_by(|a, b| a.0.total_cmp(&b.0))
    };
    let times = coded("disaster_frequency", "score_").map(|(times, _)| times);
    let destroyed = coded("structures_destroyed", "middle_").map(|(middle, code)| bounds(middle, &code));
    let listed = listed(facts, place, hazard);
    let happened = times.is_some() || destroyed.is_some() || listed?;
    Some(Answers {
        happened,
        times: if happened { times } else { Some(0.0) },
        destroyed: destroyed.and_then(|(estimate, _)| estimate),
        destroyed_open: destroyed.is_some_and(|(_, open)| open),
    })
}

/// Whether lists of disasters name the hazard; none where there is no list, or one that may not have asked for it.
fn listed(facts: &Facts, place: &Place, hazard: &Hazard) -> Option<bool> {
    let lists: Vec<&[String]> = facts.all(&place.id, "disasters").iter().filter_map(|o| codes(&o.value)).collect();
    let latest = lists.first()?;
    if lists.iter().any(|list| list.iter().any(|code| hazard.disasters.contains(code))) {
        return Some(true);
    }
    let asked = !hazard.disasters.is_empty() && (hazard.always_asked || latest.iter().any(|code| code == "none"));
    asked.then_some(false)
}

/// The range of an answer such as `6_10`, around what it is counted as; and whether it has no upper end, as `more_than_10`.
fn bounds(middle: f64, code: &str) -> (Option<Estimate>, bool) {
    let ends = code.split_once('_').and_then(|(low, high)| Some((low.parse::<f64>().ok()?, high.parse::<f64>().ok()?)));
    let above = code.strip_prefix("more_than_").and_then(|n| n.parse::<f64>().ok());
    let (low, high) = ends.or(above.map(|n| (n + 1.0, middle))).unwrap_or((middle, middle));
    (Estimate::range(low.min(middle), middle, high.max(middle)).ok(), above.is_some())
}

fn codes(value: &Value) -> Option<&[String]> {
    match value {
        Value::Classes(codes) if !codes.is_empty() => Some(codes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_an_upper_end_says_so() {
        assert_eq!(bounds(8.0, "6_10"), (Estimate::range(6.0, 8.0, 10.0).ok(), false));
        assert_eq!(bounds(15.0, "more_than_10"), (Estimate::range(11.0, 15.0, 15.0).ok(), true));
        assert_eq!(bounds(3.0, "some"), (Estimate::exact(3.0).ok(), false));
    }
}
