//! Margins of a place out of what is known of it.

use crate::ages::{Band, Sex};
use crate::population::{Count, Margins};
use assess::profile::facts::Facts;
use city::dimension::DimensionTable;
use city::{Group, Observation, PlaceId};

/// Everything known of a place that its households and persons are made of, but for how many people there are.
pub(super) fn margins(facts: &Facts, place: &PlaceId, dimensions: &DimensionTable) -> Margins {
    let number = |indicator: &str| facts.number(place, indicator).and_then(|o| o.value.number());
    let (sizes, sizes_open) = sizes(facts, place);
    Margins {
        households: number("households"),
        mean_household_size: number("household_size"),
        sizes,
        sizes_open,
        ages: ages(facts, place),
        water: categories(facts, (place, "water"), dimensions),
        toilet: categories(facts, (place, "toilet"), dimensions),
        tenure: categories(facts, (place, "tenure"), dimensions),
        working_share: number("employment_to_population").map(|p| p / 100.0),
        ..Margins::default()
    }
}

/// The observations of one dimension, of the preferred source and period, that have no other key than it, or a locality beside it.
fn of_dimension<'a>(list: &[&'a Observation], dimension: &str, locality: bool) -> Vec<&'a Observation> {
    let fits = |o: &&Observation| {
        o.group.get(dimension).is_some()
            && o.group.get("locality").is_some() == locality
            && o.group.iter().count() == 1 + usize::from(locality)
            && o.value.number().is_some()
    };
    let Some(lead) = list.iter().copied().find(fits) else { return Vec::new() };
    list.iter().copied().filter(fits).filter(|o| o.source == lead.source && o.period == lead.period).collect()
}

/// Households by category: as given for all, else the sum over rural and urban; sums of categories are left out.
fn categories(facts: &Facts, (place, dimension): (&PlaceId, &str), dimensions: &DimensionTable) -> Vec<Count> {
    let all = facts.all(place, "households");
    let mut found = of_dimension(all, dimension, false);
    if found.is_empty() {
        found = of_dimension(all, dimension, true);
    }
    let mut counts: Vec<Count> = Vec::new();
    for observation in found {
        let (Some(code), Some(count)) = (observation.group.get(dimension), observation.value.number()) else {
            continue;
        };
        if dimensions.get(dimension, code).is_some_and(|c| c.flags().any(|f| f == "subtotal")) {
            continue;
        }
        match counts.iter_mut().find(|c| c.code == code) {
            Some(known) => known.count += count,
            None => counts.push(Count { code: code.to_owned(), count }),
        }
    }
    counts.sort_by(|a, b| a.code.cmp(&b.code));
    counts
}

fn sizes(facts: &Facts, place: &PlaceId) -> (Vec<(u8, f64)>, bool) {
    let all = facts.all(place, "households");
    let mut found = of_dimension(all, "household_size", false);
    if found.is_empty() {
        found = of_dimension(all, "household_size", true);
    }
    let mut sizes: Vec<(u8, f64)> = Vec::new();
    let mut open = None;
    for observation in found {
        let Some(code) = observation.group.get("household_size") else { continue };
        let is_open = code.ends_with("_plus");
        let Ok(size) = code.trim_end_matches("_plus").parse::<u8>() else { continue };
        if is_open {
            open = Some(size);
        }
        let count = observation.value.number().unwrap_or(0.0);
        match sizes.iter_mut().find(|(known, _)| *known == size) {
            Some(known) => known.1 += count,
            None => sizes.push((size, count)),
        }
    }
    sizes.sort_by_key(|(size, _)| *size);
    let is_open = open.is_some() && sizes.last().map(|(size, _)| *size) == open;
    (sizes, is_open)
}

/// People by age and sex; those of a sex whom no band holds are older than the last.
fn ages(facts: &Facts, place: &PlaceId) -> Vec<(Band, Sex, f64)> {
    let all = facts.all(place, "population");
    let fits = |o: &&Observation| {
        o.group.get("age").is_some()
            && o.group.get("sex").is_some()
            && o.group.iter().count() == 2
            && o.value.number().is_some()
    };
    let Some(first) = all.iter().copied().find(fits) else { return Vec::new() };
    let same = |o: &&Observation| o.source == first.source && o.period == first.period;
    let mut list: Vec<(Band, Sex, f64)> = Vec::new();
    for observation in all.iter().copied().filter(fits).filter(same) {
        let band = observation.group.get("age").and_then(|a| a.parse::<Band>().ok());
        let sex = match observation.group.get("sex") {
            Some("female") => Sex::Female,
            Some("male") => Sex::Male,
            _ => continue,
        };
        if let (Some(band), Some(people)) = (band, observation.value.number()) {
            list.push((band, sex, people));
        }
    }
    list.sort_by_key(|(band, sex, _)| (*band, *sex));
    for sex in Sex::BOTH {
        let banded: f64 = list.iter().filter(|(_, s, _)| *s == sex).map(|(_, _, n)| n).sum();
        let oldest = list.iter().filter(|(_, s, _)| *s == sex).map(|(b, _, _)| *b).max();
        let group = Group::all().with("sex", sex.as_str());
        let everybody = all.iter().copied().filter(same).find(|o| o.group == group).and_then(|o| o.value.number());
        if let (Some(Band { to: Some(to), .. }), Some(everybody)) = (oldest, everybody)
            && everybody > banded
            && to < 100
        {
            list.push((Band { from: to + 1, to: None }, sex, everybody - banded));
        }
    }
    list
}

/// The margins of another place, brought to the people and households of this one, where it has none of its own; and which.
pub(super) fn borrow(own: &mut Margins, from: &Margins) -> Vec<&'static str> {
    let mut borrowed = Vec::new();
    if own.household_count().is_none() {
        own.mean_household_size =
            from.household_count().map(|n| from.people / n).filter(|s| s.is_finite() && *s >= 1.0);
        borrowed.extend(own.mean_household_size.map(|_| "household size"));
    }
    let households = own.household_count().unwrap_or(0.0);
    let people = own.people;
    if own.sizes.is_empty() && !from.sizes.is_empty() && households > 0.0 {
        let sum: f64 = from.sizes.iter().map(|(_, n)| n).sum();
        own.sizes = from.sizes.iter().map(|(size, n)| (*size, n * households / sum)).collect();
        own.sizes_open = from.sizes_open;
        borrowed.push("households by size");
    }
    if own.ages.is_empty() && !from.ages.is_empty() {
        let sum: f64 = from.ages.iter().map(|(_, _, n)| n).sum();
        own.ages = from.ages.iter().map(|(band, sex, n)| (*band, *sex, n * people / sum)).collect();
        borrowed.push("ages and sexes");
    }
    let scaled = |list: &[Count]| {
        let sum: f64 = list.iter().map(|c| c.count).sum();
        list.iter().map(|c| Count { code: c.code.clone(), count: c.count * households / sum }).collect::<Vec<_>>()
    };
    for (own, from, name) in [
        (&mut own.water, &from.water, "sources of water"),
        (&mut own.toilet, &from.toilet, "toilets"),
        (&mut own.tenure, &from.tenure, "tenure"),
    ] {
        if own.is_empty() && from.iter().any(|c| c.count > 0.0) {
            *own = scaled(from);
            borrowed.push(name);
        }
    }
    if own.working_share.is_none() && from.working_share.is_some() {
        own.working_share = from.working_share;
        borrowed.push("who works");
    }
    borrowed
}
