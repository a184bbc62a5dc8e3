//! What a settlement counted itself.

use crate::profile::facts::Facts;
use city::{Basis, Estimate, Observation, Place, Problem, Quality};

/// A settlement's own count.
#[derive(Debug)]
pub(super) struct Own<'a> {
    /// How many people, with its range.
    pub(super) count: Estimate,
    /// How they were counted, in words.
    pub(super) method: String,
    /// What went in, the leading one first.
    pub(super) inputs: Vec<&'a Observation>,
    /// How far to trust it.
    pub(super) quality: Quality,
}

/// Least difference, in persons or households, by which two counts of one day are two.
const DIFFERENT: f64 = 0.5;

/// The settlement's own count: the number given with its profile; else households times size as estimated there; else
/// households times persons in a household; else structures times persons in a structure, where the settlement gives both.
///
/// The latest is taken. Its range spans its own, that of the count from households of the same day, and other counts of the
/// same day that differ, which are a problem too. A number below zero is left out. Numbers measured on a raster or carried
/// over from other boundaries are not the settlement's own.
pub(super) fn count<'a>(place: &Place, facts: &Facts<'a>) -> (Option<Own<'a>>, Option<Problem>) {
    let own = number(place, facts, "population")
        .or_else(|| number(place, facts, "population_estimate"))
        .or_else(|| product(place, facts, "households", "household_size"))
        .or_else(|| product(place, facts, "structures", "persons_per_structure"));
    let first = own.as_ref().and_then(|own| own.inputs.first());
    let problem = first.and_then(|first| two_on_one_day(place, facts, first));
    (own, problem)
}

/// Whether an observation is the settlement's own: given for it, or computed from what was given for it.
pub(super) fn is_own(observation: &Observation, place: &Place) -> bool {
    match &observation.basis {
        Basis::Reported { .. } => true,
        Basis::Derived { inputs, .. } => {
            let here = format!("@{}[", place.id);
            !inputs.is_empty() && inputs.iter().all(|key| key.contains(&here))
        }
    }
}

/// Own numbers for everybody, the preferred first.
fn all<'a>(place: &Place, facts: &Facts<'a>, indicator: &str) -> impl Iterator<Item = (&'a Observation, Estimate)> {
    facts
        .all(&place.id, indicator)
        .iter()
        .filter(|o| o.group.is_all() && is_own(o, place))
        .filter_map(|o| Some((*o, o.value.estimate().filter(|e| e.low >= 0.0)?)))
}

fn of_one_day(a: &Observation, b: &Observation) -> bool {
    a.period == b.period
}

/// Other own counts of the same day that differ.
fn rivals<'a>(place: &Place, facts: &Facts<'a>, first: &Observation) -> Vec<(&'a Observation, Estimate)> {
    let Some(value) = first.value.number() else { return Vec::new() };
    let differs = |(o, e): &(&Observation, Estimate)| of_one_day(o, first) && (e.value - value).abs() > DIFFERENT;
    all(place, facts, &first.indicator).filter(differs).collect()
}

/// The preferred number of an indicator, its range spanning all counts of its day.
fn spanned<'a>(place: &Place, facts: &Facts<'a>, indicator: &str) -> Option<(Estimate, Vec<&'a Observation>)> {
    let (first, mut range) = all(place, facts, indicator).next()?;
    let mut inputs = vec![first];
    for (other, estimate) in rivals(place, facts, first) {
        range = span(range, estimate);
        inputs.push(other);
    }
    Some((range, inputs))
}

fn span(leads: Estimate, other: Estimate) -> Estimate {
    Estimate { low: leads.low.min(other.low), value: leads.value, high: leads.high.max(other.high) }
}

fn number<'a>(place: &Place, facts: &Facts<'a>, indicator: &str) -> Option<Own<'a>> {
    let (mut count, mut inputs) = spanned(place, facts, indicator)?;
    let first = *inputs.first()?;
    let households = all(place, facts, "population_estimate")
        .find(|(o, _)| indicator == "population" && of_one_day(o, first) && o.source == first.source);
    if let Some((estimate, range)) = households {
        count = span(count, range);
        inputs.push(estimate);
    }
    let words = match (indicator, first.note.as_str()) {
        ("population", "") if households.is_some() => "the number given with the profile, beside households times size",
        ("population", "") => "the number that its source gives for it",
        ("population", note) => note,
        _ => "households times mean household size, before the community agreed on a number",
    };
    let method = format!("{words} ({})", first.period);
    Some(Own { count, method, quality: quality(&inputs), inputs })
}

/// A number of things times the persons in each. Persons in each must have been asked, not computed from people.
fn product<'a>(place: &Place, facts: &Facts<'a>, things: &str, persons_in_each: &str) -> Option<Own<'a>> {
    let (number, mut inputs) = spanned(place, facts, things)?;
    let first = *inputs.first()?;
    let asked: Vec<_> =
        all(place, facts, persons_in_each).filter(|(o, _)| matches!(o.basis, Basis::Reported { .. })).collect();
    let together = asked.iter().find(|(o, _)| of_one_day(o, first) && o.source == first.source);
    let (size, persons) = together.or(asked.first())?;
    let count =
        Estimate::range(number.low * persons.low, number.value * persons.value, number.high * persons.high).ok()?;
    inputs.push(size);
    let when = if size.period == first.period {
        first.period.to_string()
    } else {
        format!("{}, persons in each of {}", first.period, size.period)
    };
    let method = format!("{:.0} {things} times {} persons in each ({when})", number.value, persons.value);
    Some(Own { count, method, quality: quality(&inputs), inputs })
}

fn quality(inputs: &[&Observation]) -> Quality {
    inputs.iter().map(|o| o.quality).max().unwrap_or(Quality::Low)
}

fn two_on_one_day(place: &Place, facts: &Facts, first: &Observation) -> Option<Problem> {
    let others = rivals(place, facts, first);
    if others.is_empty() {
        return None;
    }
    let named = |o: &Observation| format!("{} ({})", o.value.number().unwrap_or_default(), o.source);
    let list: Vec<String> = std::iter::once(named(first)).chain(others.iter().map(|(o, _)| named(o))).collect();
    let mut problem = Problem::warning("two_profiles_one_date")
        .in_column(&first.indicator)
        .found(format!("{}, {}: {}", place.name, first.period, list.join(" and ")))
        .expected("one profile of a settlement on one date")
        .hint("ask the community which number holds and leave the other out; until then the first leads and the range runs from the smallest to the largest");
    first.source.as_str().clone_into(&mut problem.source);
    Some(problem)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "whole numbers of people are exact")]
mod tests {
    use super::*;
    use crate::profile::testing::{number as given, place};
    use city::PlaceKind;

    fn counted(list: &[Observation]) -> Option<([f64; 3], String)> {
        let a = place("settlement:a", PlaceKind::Settlement, None);
        let (own, _) = count(&a, &Facts::new(list));
        own.map(|o| ([o.count.low, o.count.value, o.count.high], o.method))
    }

    fn at(indicator: &str, value: f64, day: &str) -> Observation {
        given("settlement:a", indicator, value, day)
    }

    #[test]
    fn the_agreed_number_leads_and_the_range_reaches_the_count_from_households() {
        let list = [at("population", 5000.0, "2019-03-01"), at("population_estimate", 4600.0, "2019-03-01")];
        assert_eq!(counted(&list).unwrap().0, [4600.0, 5000.0, 5000.0]);
    }

    #[test]
    fn an_estimate_of_another_year_does_not_widen_the_range() {
        let list = [at("population", 5000.0, "2019-03-01"), at("population_estimate", 900.0, "2012-03-01")];
        assert_eq!(counted(&list).unwrap().0, [5000.0; 3]);
    }

    #[test]
    fn households_times_size_stand_in_for_a_number_that_was_not_agreed() {
        let list = [at("households", 300.0, "2019"), at("household_size", 4.5, "2019")];
        let (count, method) = counted(&list).unwrap();
        assert_eq!(count, [1350.0; 3]);
        assert_eq!(method, "300 households times 4.5 persons in each (2019)");
    }

    #[test]
    fn structures_count_people_only_where_the_settlement_says_how_many_live_in_one() {
        let alone = [at("structures", 200.0, "2019")];
        assert_eq!(counted(&alone), None);
        let both = [at("structures", 200.0, "2019"), at("persons_per_structure", 6.0, "2019")];
        assert_eq!(counted(&both).unwrap().0, [1200.0; 3]);
    }

    #[test]
    fn what_a_raster_measures_there_is_not_its_own_count() {
        let mut zonal = at("population", 800.0, "2018");
        zonal.basis = Basis::Derived { method: "sum of the raster's cells".to_owned(), inputs: Vec::new() };
        assert_eq!(counted(&[zonal]), None);
    }

    #[test]
    fn two_profiles_of_one_day_are_named_and_both_lie_in_the_range() {
        let mut second = at("population", 7000.0, "2019-03-01");
        second.source = "other".into();
        let list = [at("population", 5000.0, "2019-03-01"), second, at("population", 10.0, "2011")];
        let a = place("settlement:a", PlaceKind::Settlement, None);
        let (own, problem) = count(&a, &Facts::new(&list));
        let (own, problem) = (own.unwrap(), problem.unwrap());
        assert_eq!((own.count.low, own.count.high), (5000.0, 7000.0));
        assert_eq!(problem.code, "two_profiles_one_date");
        assert!(problem.value.contains("5000") && problem.value.contains("7000"), "{problem}");
    }

    #[test]
    fn a_count_below_zero_is_left_out() {
        assert_eq!(counted(&[at("population", -5.0, "2019")]), None);
        let earlier = [at("population", -5.0, "2019"), at("population", 40.0, "2011")];
        assert_eq!(counted(&earlier).unwrap().0, [40.0; 3]);
    }
}
