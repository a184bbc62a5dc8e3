//! Rates: so much of one thing for each of another.

use super::derive::{derived, ratio, sum};
use super::facts::Facts;
use city::run::RunId;
use city::{Estimate, Group, Observation, Place, Quality};

/// A number for everybody: as it stands, or summed over the groups of a dimension where only those are known.
struct Amount {
    indicator: &'static str,
    /// The dimension to sum over, and the codes that count (all where empty).
    over: Option<(&'static str, &'static [&'static str])>,
}

/// How one rate is made.
struct Rate {
    indicator: &'static str,
    of: Amount,
    per: Amount,
    factor: f64,
    method: &'static str,
}

const PEOPLE: Amount = Amount { indicator: "population", over: None };
const TAPS: &[&str] = &["individual_tap", "shared_tap", "communal_tap"];

const RATES: [Rate; 6] = [
    Rate {
        indicator: "people_per_toilet",
        of: PEOPLE,
        per: Amount { indicator: "toilets_total", over: None },
        factor: 1.0,
        method: "people / toilets counted",
    },
    Rate {
        indicator: "people_per_working_toilet_seat",
        of: PEOPLE,
        per: Amount { indicator: "toilet_seats_working", over: Some(("toilet_access", &[])) },
        factor: 1.0,
        method: "people / working toilet seats, individual, shared, communal and public together",
    },
    Rate {
        indicator: "people_per_working_tap",
        of: PEOPLE,
        per: Amount { indicator: "water_points_working", over: Some(("water_point", TAPS)) },
        factor: 1.0,
        method: "people / working taps, individual, shared and communal together",
    },
    Rate {
        indicator: "population_density_per_ha",
        of: PEOPLE,
        per: Amount { indicator: "area_m2", over: None },
        factor: 10_000.0,
        method: "people / area of the boundary in hectares",
    },
    Rate {
        indicator: "household_size",
        of: PEOPLE,
        per: Amount { indicator: "households", over: None },
        factor: 1.0,
        method: "people / households",
    },
    Rate {
        indicator: "persons_per_structure",
        of: PEOPLE,
        per: Amount { indicator: "structures", over: None },
        factor: 1.0,
        method: "people / structures",
    },
];

/// Rates of every place that has both numbers. A place that counts none of the divisor gets no rate: nothing is divided by
/// zero, and a count of groups that is not complete is taken as it was counted on one day by one source.
#[must_use]
pub fn of_places(places: &[Place], facts: &Facts, run: &RunId) -> Vec<Observation> {
    let mut rates = Vec::new();
    for place in places {
        for rate in &RATES {
            if facts.number(&place.id, rate.indicator).is_some() {
                continue;
            }
            let (Some(of), Some(per)) = (amount(place, facts, &rate.of), amount(place, facts, &rate.per)) else {
                continue;
            };
            rates.extend(one(place, rate, (&of, &per), run));
        }
    }
    rates
}

type Counted<'a> = (Estimate, Vec<&'a Observation>);

fn amount<'a>(place: &Place, facts: &Facts<'a>, amount: &Amount) -> Option<Counted<'a>> {
    if let Some(whole) = facts.number(&place.id, amount.indicator) {
        return Some((whole.value.estimate()?, vec![whole]));
    }
    let (dimension, codes) = amount.over?;
    let list = facts.all(&place.id, amount.indicator);
    let counts = |o: &&&Observation| {
        let alone = o.group.iter().count() == 1;
        let code = o.group.get(dimension);
        alone && code.is_some_and(|c| codes.is_empty() || codes.contains(&c)) && o.value.number().is_some()
    };
    let first = list.iter().find(|o| counts(o))?;
    let same = |o: &&&Observation| o.period == first.period && o.source == first.source;
    let parts: Vec<&Observation> = list.iter().filter(counts).filter(same).copied().collect();
    let estimates: Vec<Estimate> = parts.iter().filter_map(|o| o.value.estimate()).collect();
    Some((sum(&estimates)?, parts))
}

fn one(place: &Place, rate: &Rate, (of, per): (&Counted, &Counted), run: &RunId) -> Option<Observation> {
    let value = ratio(of.0, per.0, rate.factor)?;
    let inputs: Vec<&Observation> = of.1.iter().chain(&per.1).copied().collect();
    let key = (&place.id, rate.indicator, Group::all());
    let mut made = derived(key, value, rate.method.to_owned(), &inputs, run)?;
    let (first, second) = (of.1.first()?, per.1.first()?);
    let years = (first.period.last_year() - second.period.last_year()).abs();
    if years > 1 && second.indicator != "area_m2" {
        made.note = format!(
            "{} is of {}, {} of {}. {}",
            first.indicator, first.period, second.indicator, second.period, made.note
        );
        made.quality = made.quality.max(Quality::Medium);
    }
    Some(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::testing::{number, of_group, place};
    use city::PlaceKind;

    fn rate(list: &[Observation], indicator: &str) -> Option<f64> {
        let places = [place("settlement:a", PlaceKind::Settlement, None)];
        let made = of_places(&places, &Facts::new(list), &"r".into());
        made.iter().find(|o| o.indicator == indicator).and_then(|o| o.value.number())
    }

    #[test]
    fn five_thousand_people_with_twelve_toilets_are_417_to_a_toilet() {
        let people = number("settlement:a", "population", 5000.0, "2011");
        let toilets = number("settlement:a", "toilets_total", 12.0, "2011");
        assert_eq!(rate(&[people, toilets], "people_per_toilet").map(f64::round), Some(417.0));
    }

    #[test]
    fn no_toilets_give_no_rate() {
        let people = number("settlement:a", "population", 5000.0, "2011");
        let none = number("settlement:a", "toilets_total", 0.0, "2011");
        assert_eq!(rate(&[people, none], "people_per_toilet"), None);
    }

    #[test]
    fn seats_of_every_access_are_added_and_wells_are_no_taps() {
        let list = [
            number("settlement:a", "population", 1200.0, "2021"),
            of_group("settlement:a", "toilet_seats_working", 4.0, "toilet_access=shared"),
            of_group("settlement:a", "toilet_seats_working", 8.0, "toilet_access=public"),
            of_group("settlement:a", "water_points_working", 3.0, "water_point=communal_tap"),
            of_group("settlement:a", "water_points_working", 9.0, "water_point=well"),
        ];
        assert_eq!(rate(&list, "people_per_working_toilet_seat"), Some(100.0));
        assert_eq!(rate(&list, "people_per_working_tap"), Some(400.0));
    }
}
