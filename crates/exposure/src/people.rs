//! People: those whom the assessment counts where a hazard strikes, and how many a year.

use crate::located::Grounds;
use crate::views::Seen;
use crate::yearly::suffered;
use assess::profile::facts::Facts;
use city::profile::SettlementType;
use city::risk::{Measure, RiskResult, Rule, Suffered};
use city::{Group, Observation, PlaceId, PlaceKind};
use std::collections::BTreeMap;

/// What the observations of one place say.
struct Told {
    people: f64,
    events: Vec<[f64; 3]>,
}

/// People in one view, from `population_flooded` of the assessment, so that both say the same; none where it says nothing.
pub fn result(facts: &Facts, (at, seen): (usize, &Seen), grounds: &Grounds, rule: Rule) -> Option<RiskResult> {
    let told: BTreeMap<usize, Told> =
        grounds.places.iter().enumerate().filter_map(|(at, place)| Some((at, told(facts, seen, &place.id)?))).collect();
    let kind = |at: usize| grounds.places.get(at).map(|p| p.kind);
    let districts: Vec<&Told> =
        told.iter().filter(|(at, _)| kind(**at) == Some(PlaceKind::District)).map(|(_, t)| t).collect();
    let settlements: Vec<&Told> =
        told.iter().filter(|(at, _)| kind(**at) == Some(PlaceKind::Settlement)).map(|(_, t)| t).collect();
    let (whole, of) = if districts.is_empty() { (&settlements, "settlements") } else { (&districts, "districts") };
    if whole.is_empty() {
        return None;
    }
    let periods = &seen.view.return_periods;
    let one = |told: &Told| suffered(told.people, periods, &told.events, rule);
    let total = sum(whole, periods, rule);
    let mut groups: Vec<(String, Suffered)> =
        by_type(facts, &told, grounds).into_iter().map(|(name, list)| (name, sum(&list, periods, rule))).collect();
    if !districts.is_empty() && !groups.is_empty() {
        groups.extend(elsewhere(&total, &groups, periods, rule).map(|rest| ("elsewhere".to_owned(), rest)));
    }
    Some(RiskResult {
        exposure: "people".to_owned(),
        title: "People".to_owned(),
        measure: Measure::People,
        view: at,
        method: format!(
            "people whom the assessment counts (`population_flooded`), summed over {} {of}; an expected figure counts a person as often as they are struck",
            whole.len()
        ),
        whole: total,
        groups,
        places: told.iter().filter_map(|(at, told)| Some((grounds.places.get(*at)?.id.clone(), one(told)))).collect(),
        not_covered: 0.0,
    })
}

fn told(facts: &Facts, seen: &Seen, place: &PlaceId) -> Option<Told> {
    let mut events = Vec::with_capacity(seen.view.return_periods.len());
    for years in &seen.view.return_periods {
        let people = facts.best(place, "population_flooded", &group(seen, *years))?.value.estimate()?;
        events.push([people.low, people.value, people.high]);
    }
    let people = facts.number(place, "population_assessed").and_then(|o| o.value.number())?;
    (!events.is_empty()).then_some(Told { people, events })
}

/// The group of observations of a view at a return period, as the assessment writes it.
pub fn group(seen: &Seen, years: Option<f64>) -> Group {
    let view = &seen.view;
    assess::hazard::group((&view.hazard, &view.model, &view.scenario), years)
}

fn sum(list: &[&Told], periods: &[Option<f64>], rule: Rule) -> Suffered {
    let mut events = vec![[0.0; 3]; periods.len()];
    for told in list {
        for (sum, event) in events.iter_mut().zip(&told.events) {
            sum.iter_mut().zip(event).for_each(|(sum, x)| *sum += x);
        }
    }
    suffered(list.iter().map(|t| t.people).sum(), periods, &events, rule)
}

/// Those whom districts count and no group does; none where the groups have more people than the districts that they lie in.
fn elsewhere(whole: &Suffered, groups: &[(String, Suffered)], periods: &[Option<f64>], rule: Rule) -> Option<Suffered> {
    let rest = |all: f64, of: &dyn Fn(&Suffered) -> Option<f64>| -> Option<f64> {
        let left = all - groups.iter().map(|(_, one)| of(one)).sum::<Option<f64>>()?;
        (left >= -1e-9 * all).then_some(left.max(0.0))
    };
    let people = rest(whole.exposed, &|s| Some(s.exposed))?;
    let event = |at: usize| {
        let of = |s: &Suffered, end: fn(&city::Estimate) -> f64| s.events.get(at).and_then(Option::as_ref).map(end);
        let left = |end: fn(&city::Estimate) -> f64| rest(of(whole, end)?, &|s| of(s, end));
        let value = left(|e| e.value)?;
        // where the ends leave nothing, the rest has no range of its own
        let [low, high] = [left(|e| e.low), left(|e| e.high)].map(|end| end.unwrap_or(value));
        Some([low.min(value), value, high.max(value)])
    };
    let events: Vec<[f64; 3]> = (0..periods.len()).map(event).collect::<Option<_>>()?;
    Some(suffered(people, periods, &events, rule))
}

/// Settlements by formal and informal.
fn by_type<'t>(facts: &Facts, told: &'t BTreeMap<usize, Told>, grounds: &Grounds) -> Vec<(String, Vec<&'t Told>)> {
    let mut found: BTreeMap<SettlementType, Vec<&Told>> = BTreeMap::new();
    for (at, told) in told {
        let Some(place) = grounds.places.get(*at).filter(|p| p.kind == PlaceKind::Settlement) else { continue };
        if let Some(kind) = settlement_type(facts, &place.id) {
            found.entry(kind).or_default().push(told);
        }
    }
    found.into_iter().map(|(kind, list)| (format!("in {kind} settlements"), list)).collect()
}

/// Formal or informal, where a source says so.
pub fn settlement_type(facts: &Facts, place: &PlaceId) -> Option<SettlementType> {
    assess::travel::settlement_type(facts, place)
}

/// Observations that a result of people was made from.
pub fn inputs<'a>(facts: &Facts<'a>, seen: &Seen, place: &PlaceId) -> Vec<&'a Observation> {
    let of = |years: &Option<f64>| facts.best(place, "population_flooded", &group(seen, *years));
    seen.view.return_periods.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn struck(exposed: f64, range: [f64; 3]) -> Suffered {
        suffered(exposed, &[Some(10.0), Some(100.0)], &[[0.0; 3], range], Rule::default())
    }

    fn rest(groups: &[Suffered]) -> Option<Suffered> {
        let whole = struck(1000.0, [90.0, 100.0, 120.0]);
        let groups: Vec<(String, Suffered)> = groups.iter().map(|s| ("in settlements".to_owned(), s.clone())).collect();
        elsewhere(&whole, &groups, &[Some(10.0), Some(100.0)], Rule::default())
    }

    #[test]
    fn who_lives_in_no_settlement_is_what_districts_have_beyond_them() {
        let left = rest(&[struck(300.0, [50.0, 60.0, 70.0]), struck(100.0, [10.0; 3])]).unwrap();
        assert!((left.exposed - 600.0).abs() < 1e-9);
        assert_eq!(left.events[1], city::Estimate::range(30.0, 30.0, 40.0).ok());
        // 30 once in 100 years, growing from nothing once in 10: log-linear with a flat tail
        let expected = 30.0 * ((0.1 - 0.01) / 10_f64.ln() - 0.01) + 0.01 * 30.0;
        assert!((left.annual.unwrap().value - expected).abs() < 1e-9, "{left:?} {expected}");
    }

    #[test]
    fn settlements_with_more_people_than_their_districts_leave_no_rest() {
        assert!(rest(&[struck(1001.0, [50.0, 60.0, 70.0])]).is_none());
        assert!(rest(&[struck(300.0, [100.0, 101.0, 102.0])]).is_none());
    }
}
